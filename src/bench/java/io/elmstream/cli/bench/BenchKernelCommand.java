package io.elmstream.cli.bench;

import io.elmstream.bench.AccuracyPicture;
import io.elmstream.bench.EqualAccuracyBench;
import io.elmstream.bench.KernelBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.data.OutputFile;
import io.elmstream.kernel.ForwardPass;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The forward pass alone. */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        description = "Measures the forward pass on one thread, compared with its plain form, EJML in double"
                + " precision and, in a build with the Maven profile jmh, ONNX Runtime; then trains on the sample"
                + " data, to compare models of the same accuracy.",
        footer = {"", "Examples:", "  elmstream bench kernel", "  elmstream bench kernel --picture accuracy.svg"})
public final class BenchKernelCommand implements Callable<Integer> {

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "write a chart of the accuracy over the time of a reading to this file, as SVG")
    private Optional<Path> picture = Optional.empty();

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
        Optional<OutputFile> pictureFile = picture.map(path -> OutputFile.of("--picture", path));
        List<KernelBench.Result> kernel = new KernelBench(line -> console.say(true, line)).run();
        List<EqualAccuracyBench.Comparison> equal = new EqualAccuracyBench(line -> console.say(true, line)).run();
        pictureFile.ifPresent(file -> file.write(AccuracyPicture.svg(equal)));
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

    private void showEqual(List<EqualAccuracyBench.Comparison> comparisons) {
        console.print(
                "| data | hidden layer | units | accuracy, % | ns a reading | ONNX Runtime | of its dense model |");
        console.print("|---|---|---|---|---|---|---|");
        for (EqualAccuracyBench.Comparison comparison : comparisons) {
            EqualAccuracyBench.Result dense = comparison.dense();
            show(comparison.sample(), dense, dense);
            if (comparison.cheapest() != null) {
                show(comparison.sample(), comparison.cheapest(), dense);
            }
        }
    }

    private void show(String sample, EqualAccuracyBench.Result r, EqualAccuracyBench.Result dense) {
        console.print(
                "| %s | %s | %d | %.2f | %s | %s | %s |",
                sample,
                r.layer(),
                r.units(),
                100 * r.accuracy(),
                nanos(r.nanosPerReading()),
                nanos(r.onnxRuntime()),
                ratio(r.nanosPerReading(), dense.onnxRuntime()));
    }

    private static String nanos(@Nullable Double nanos) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%,.0f", nanos);
    }

    private static String ratio(double nanos, @Nullable Double of) {
        return of == null ? "-" : String.format(Locale.ROOT, "%.2f", nanos / of);
    }
}
