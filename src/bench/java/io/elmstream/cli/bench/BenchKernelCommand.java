package io.elmstream.cli.bench;

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
                + " precision and, in a build with the Maven profile jmh, ONNX Runtime.",
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
        List<KernelBench.Result> results = new KernelBench(line -> console.say(true, line)).run();
        console.result(output.json, Map.of("kernel", results), all -> show(results));
        return 0;
    }

    private void show(List<KernelBench.Result> results) {
        console.print(
                "| shape | batch | vectors, ns a reading | plain | EJML | ONNX Runtime | GFLOP/s | product | peak |");
        console.print("|---|---|---|---|---|---|---|---|---|");
        for (KernelBench.Result r : results) {
            KernelBench.Nanos n = r.nanosPerReading();
            double fastest = Optional.ofNullable(n.simd()).orElse(n.plain());
            console.print(
                    "| %s | %d | %s | %s | %s | %s | %.0f | %s | %s |",
                    r.shape(),
                    r.batch(),
                    nanos(n.simd(), fastest),
                    nanos(n.plain(), fastest),
                    nanos(n.ejml(), fastest),
                    nanos(n.onnxRuntime(), fastest),
                    r.gflops(),
                    rounded(r.productGflops()),
                    rounded(r.peakGflops()));
        }
        if (results.get(0).nanosPerReading().onnxRuntime() == null) {
            console.print("");
            console.print("for ONNX Runtime: mvn -q -Pjmh -Dmaven.test.skip=true package, then this command again");
        }
    }

    private static String nanos(@Nullable Double nanos, double fastest) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%,.0f (%.1fx)", nanos, nanos / fastest);
    }

    private static String rounded(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.0f", value);
    }
}
