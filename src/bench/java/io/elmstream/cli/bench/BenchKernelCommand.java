package io.elmstream.cli.bench;

import io.elmstream.bench.EqualAccuracyBench;
import io.elmstream.bench.KernelBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.kernel.ForwardPass;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The forward pass alone. */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        description = "Measures the forward pass on one thread, compared with its plain form, EJML in double"
                + " precision and, in a build with the Maven profile jmh, ONNX Runtime; then trains on the sample"
                + " data, to compare models of the same accuracy.",
        footer = {"", "Examples:", "  elmstream bench kernel", "  elmstream bench kernel --json"})
public final class BenchKernelCommand implements Callable<Integer> {

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchKernelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        console.say(output.json, ForwardPass.choice().reason());
        List<KernelBench.Result> kernel = new KernelBench(line -> console.say(true, line)).run();
        List<EqualAccuracyBench.Result> equal = new EqualAccuracyBench(line -> console.say(true, line)).run();
        console.result(output.json, Map.of("kernel", kernel, "equalAccuracy", equal), all -> {
            show(kernel);
            console.print("");
            showEqual(equal);
            if (kernel.get(0).nanosPerReading().onnxRuntime() == null) {
                console.print("");
                console.print("for ONNX Runtime: mvn -q -Pjmh -Dmaven.test.skip=true package, then this command again");
            }
        });
        return 0;
    }

    private void show(List<KernelBench.Result> results) {
        console.print(
                "| hidden layer | shape | batch | vectors, ns a reading | of ONNX Runtime | ONNX Runtime | plain | EJML"
                        + " | bytes |");
        console.print("|---|---|---|---|---|---|---|---|---|");
        for (KernelBench.Result r : results) {
            KernelBench.Nanos n = r.nanosPerReading();
            double fastest = Optional.ofNullable(n.simd()).orElse(n.plain());
            console.print(
                    "| %s, %s | %s | %d | %s | %s | %s | %s | %s | %,d |",
                    r.layer(),
                    r.activation().toLowerCase(Locale.ROOT),
                    r.shape(),
                    r.batch(),
                    nanos(n.simd()),
                    ratio(fastest, n.onnxRuntime()),
                    nanos(n.onnxRuntime()),
                    nanos(n.plain()),
                    nanos(n.ejml()),
                    r.bytes());
        }
    }

    private void showEqual(List<EqualAccuracyBench.Result> results) {
        console.print(
                "| data | hidden layer | units | accuracy, % | ns a reading | ONNX Runtime | of its dense model |");
        console.print("|---|---|---|---|---|---|---|");
        Double dense = null;
        for (EqualAccuracyBench.Result r : results) {
            boolean first = dense == null || r.layer().contains("no direct links");
            dense = first ? r.onnxRuntime() : dense;
            console.print(
                    "| %s | %s | %d | %.2f | %s | %s | %s |",
                    r.sample(),
                    r.layer(),
                    r.units(),
                    100 * r.accuracy(),
                    nanos(r.nanosPerReading()),
                    nanos(r.onnxRuntime()),
                    ratio(r.nanosPerReading(), dense));
        }
    }

    private static String nanos(@Nullable Double nanos) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%,.0f", nanos);
    }

    private static String ratio(double nanos, @Nullable Double of) {
        return of == null ? "-" : String.format(Locale.ROOT, "%.2f", nanos / of);
    }
}
