package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
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
     * One layer, shape and batch size.
     *
     * @param layer the kind of hidden layer
     * @param activation of its units
     * @param shape inputs x hidden units x classes
     * @param batch readings a call
     * @param bytes of the packed model, for the vector form
     * @param nanosPerReading of each form
     */
    public record Result(String layer, String activation, String shape, int batch, int bytes, Nanos nanosPerReading) {}

    private record Case(BenchLayer layer, Activation activation, int batch) {}

    private static final int[][] SHAPES = {{16, 256, 4}, {48, 512, 6}, {64, 1024, 8}, {180, 2048, 26}};
    private static final List<Case> CASES = List.of(
            new Case(BenchLayer.FEW_INPUTS, Activation.TANH, 256),
            new Case(BenchLayer.FEW_INPUTS, Activation.CLIP, 256),
            new Case(BenchLayer.FEW_INPUTS, Activation.RELU, 256),
            new Case(BenchLayer.MIXED, Activation.TANH, 256),
            new Case(BenchLayer.DENSE, Activation.TANH, 256),
            new Case(BenchLayer.FEW_INPUTS, Activation.TANH, 1),
            new Case(BenchLayer.MIXED, Activation.TANH, 1),
            new Case(BenchLayer.DENSE, Activation.TANH, 1));
    private static final double SECONDS = 6;

    private final Consumer<String> progress;

    /** @param progress takes a line now and then */
    public KernelBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Takes about four minutes. */
    public List<Result> run() {
        List<Result> results = new ArrayList<>();
        for (Case each : CASES) {
            for (int[] shape : SHAPES) {
                results.add(measure(each, shape[0], shape[1], shape[2]));
            }
        }
        return results;
    }

    private Result measure(Case each, int inputs, int units, int classes) {
        String shape = inputs + "x" + units + "x" + classes;
        progress.accept("measuring " + each.layer + ", " + each.activation + ", " + shape + ", batch " + each.batch);
        Elm elm = elm(each.layer, each.activation, inputs, units, classes);
        float[] rows = values(each.batch * inputs, 2);
        return new Result(
                each.layer.toString(),
                each.activation.toString(),
                shape,
                each.batch,
                PackedModel.pack(elm).bytes(),
                measure(elm, rows, each.batch, SECONDS));
    }

    /** Measures every form in turns. */
    static Nanos measure(Elm elm, float[] rows, int batch, double seconds) {
        ForwardPass fastest = ForwardPass.fastest();
        boolean vectors = !(fastest instanceof PlainForwardPass);
        int classes = elm.labels().size();
        Optional<Scorer> onnx = OnnxRuntime.scorer(elm);
        Runnable nothing = () -> {};
        double[] times = BestTime.of(
                seconds,
                vectors ? scoring(fastest, elm, rows, batch) : nothing,
                scoring(new PlainForwardPass(), elm, rows, batch),
                scoring(new EjmlScorer(elm), rows, batch, classes),
                onnx.map(scorer -> scoring(scorer, rows, batch, classes)).orElse(nothing));
        return new Nanos(
                vectors ? times[0] / batch : null,
                times[1] / batch,
                times[2] / batch,
                onnx.isPresent() ? times[3] / batch : null);
    }

    private static Runnable scoring(ForwardPass pass, Elm elm, float[] rows, int batch) {
        PackedModel model = PackedModel.pack(elm);
        Workspace workspace = new Workspace();
        float[] scored = new float[batch * model.classes()];
        return () -> pass.score(model, rows, batch, workspace, scored);
    }

    private static Runnable scoring(Scorer scorer, float[] rows, int batch, int classes) {
        float[] scored = new float[batch * classes];
        return () -> scorer.score(rows, batch, scored);
    }

    /** An untrained model: only its layer and shape cost time. */
    static Elm elm(BenchLayer layer, Activation activation, int inputs, int units, int classes) {
        float[] scales = new float[inputs];
        Arrays.fill(scales, 0.6f);
        HiddenLayer hidden = layer.of(inputs, units, activation);
        return new Elm(
                IntStream.range(0, inputs).mapToObj(i -> "f" + i).toList(),
                IntStream.range(0, classes).mapToObj(i -> "c" + i).toList(),
                new Standardiser(values(inputs, 3), scales, MissingValues.REFUSE),
                hidden,
                values(hidden.units() * classes, 6),
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
