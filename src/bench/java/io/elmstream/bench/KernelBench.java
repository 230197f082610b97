package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
import io.elmstream.kernel.Yardstick;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The forward pass beside its baselines: the plain form, EJML, ONNX Runtime where it is on the class path. */
public final class KernelBench {

    /**
     * Nanoseconds a reading; null where a form is not to be had.
     *
     * @param simd the vector form
     * @param plain the plain form
     * @param ejml EJML in double precision
     * @param onnxRuntime ONNX Runtime, one thread
     */
    public record Nanos(
            @Nullable Double simd,
            double plain,
            double ejml,
            @Nullable Double onnxRuntime) {}

    /**
     * One shape and batch size.
     *
     * @param shape inputs x hidden units x classes
     * @param batch readings a call
     * @param nanosPerReading of each form
     * @param gflops 2 L (d + C) operations a reading over the time of the fastest form's whole pass, in 1e9 a second
     * @param productGflops the same of the hidden layer's products alone, 2 L d operations; null without vectors
     * @param peakGflops what a loop in registers reaches; null without vectors
     */
    public record Result(
            String shape,
            int batch,
            Nanos nanosPerReading,
            double gflops,
            @Nullable Double productGflops,
            @Nullable Double peakGflops) {}

    private static final int[][] SHAPES = {{16, 256, 4}, {48, 512, 6}, {64, 1024, 8}, {180, 2048, 26}};
    private static final int[] BATCHES = {256, 1};
    private static final double SECONDS = 6;

    private final Consumer<String> progress;

    /** @param progress takes a line now and then */
    public KernelBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Takes less than a minute. */
    public List<Result> run() {
        List<Result> results = new ArrayList<>();
        for (int batch : BATCHES) {
            for (int[] shape : SHAPES) {
                results.add(measure(shape[0], shape[1], shape[2], batch));
            }
        }
        return results;
    }

    private Result measure(int inputs, int units, int classes, int batch) {
        String shape = inputs + "x" + units + "x" + classes;
        progress.accept("measuring " + shape + ", batch " + batch);
        Elm elm = elm(inputs, units, classes);
        PackedModel model = PackedModel.pack(elm);
        ForwardPass fastest = ForwardPass.fastest();
        boolean vectors = !(fastest instanceof PlainForwardPass);
        Optional<Scorer> onnx = OnnxRuntime.scorer(elm);
        float[] rows = values(batch * inputs, 2);
        float[] scored = new float[batch * classes];
        float[] sums = new float[16];
        Workspace workspace = new Workspace();
        int fused = 10_000;
        Runnable nothing = () -> {};
        double[] times = BestTime.of(
                SECONDS,
                () -> fastest.score(model, rows, batch, workspace, scored),
                scoring(new PlainForwardPass(), model, rows, batch),
                scoring(new EjmlScorer(elm), rows, batch, classes),
                onnx.map(scorer -> scoring(scorer, rows, batch, classes)).orElse(nothing),
                vectors ? () -> Yardstick.multiply(model, workspace) : nothing,
                vectors ? () -> Yardstick.fuse(fused, sums) : nothing);
        Nanos nanos = new Nanos(
                vectors ? times[0] / batch : null,
                times[1] / batch,
                times[2] / batch,
                onnx.isPresent() ? times[3] / batch : null);
        return new Result(
                shape,
                batch,
                nanos,
                2.0 * units * (inputs + classes) * batch / times[0],
                vectors ? 2.0 * units * inputs * Yardstick.multiply(model, workspace) / times[4] : null,
                vectors ? Yardstick.fuse(fused, sums) / times[5] : null);
    }

    private static Runnable scoring(ForwardPass pass, PackedModel model, float[] rows, int batch) {
        Workspace workspace = new Workspace();
        float[] scored = new float[batch * model.classes()];
        return () -> pass.score(model, rows, batch, workspace, scored);
    }

    private static Runnable scoring(Scorer scorer, float[] rows, int batch, int classes) {
        float[] scored = new float[batch * classes];
        return () -> scorer.score(rows, batch, scored);
    }

    /** An untrained model with sigmoid units: only its shape costs time. */
    static Elm elm(int inputs, int units, int classes) {
        float[] scales = new float[inputs];
        Arrays.fill(scales, 0.6f);
        return new Elm(
                IntStream.range(0, inputs).mapToObj(i -> "f" + i).toList(),
                IntStream.range(0, classes).mapToObj(i -> "c" + i).toList(),
                new Standardiser(values(inputs, 3), scales, MissingValues.REFUSE),
                new ExplicitHidden(inputs, Activation.SIGMOID, values(inputs * units, 4), values(units, 5)),
                values(units * classes, 6),
                1,
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "bench"));
    }

    /** Numbers from -1 to 1. */
    static float[] values(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
