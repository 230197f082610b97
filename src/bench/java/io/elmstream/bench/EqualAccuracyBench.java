package io.elmstream.bench;

import io.elmstream.cli.offline.AllCores;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.UnitFamily;
import io.elmstream.kernel.BatchScorer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Evaluation;
import io.elmstream.training.LayerPlan;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.UnitPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What accuracy costs: for each sample, a dense ELM with {@value #DENSE_UNITS} tanh units, models of other layers with
 * several numbers of units, and the cheapest of those that are at least as accurate on the sample's test rows.
 */
public final class EqualAccuracyBench {

    /**
     * A model and its time in batches of 256.
     *
     * @param layer what kind of hidden layer
     * @param units hidden units
     * @param accuracy the share of test rows with the right class
     * @param nanosPerReading of the fastest form of the forward pass
     * @param onnxRuntime of ONNX Runtime with the same model, one thread; null where it is missing
     */
    public record Result(
            String layer,
            int units,
            double accuracy,
            double nanosPerReading,
            @Nullable Double onnxRuntime) {}

    /**
     * The models of a sample.
     *
     * @param sample the data set
     * @param dense the dense model
     * @param cheapest the cheapest of the others that is as accurate; null if none is
     * @param others all others
     */
    public record Comparison(
            String sample, Result dense, @Nullable Result cheapest, List<Result> others) {}

    private static final int DENSE_UNITS = 500;
    private static final List<Integer> UNITS = List.of(40, 80, 120, 180, 240, 300, 500, 1000);
    private static final int BATCH = 256;
    private static final double SECONDS = 2;
    private static final long SEED = 1;

    private final Consumer<String> progress;

    /** @param progress takes a line now and then */
    public EqualAccuracyBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Takes some minutes, most of them to train. */
    public List<Comparison> run() {
        return Stream.of(Sample.values()).map(this::compare).toList();
    }

    private Comparison compare(Sample sample) {
        TableSamples rows = TableSamples.toTrain(sample.table(), sample.labelColumn(), sample.trainingRows());
        int inputs = rows.featureNames().size();
        UnitPlan all = family(Activation.TANH, List.of(inputs), 1f).withUnits(DENSE_UNITS);
        Result dense = measure(sample, rows, new LayerPlan(List.of(all), false));
        List<Result> others = Stream.of(
                        family(Activation.CLIP, List.of(1, 2, 3, 4), 2f, 4f, 8f),
                        family(Activation.RELU, List.of(2, 3, 4), 1f),
                        family(Activation.TANH, List.of(2, 3, 4), 1f, 2f),
                        new UnitPlan.Radial(1, 3))
                .map(LayerPlan::of)
                .flatMap(kind -> UNITS.stream().map(units -> measure(sample, rows, kind.withUnits(units))))
                .toList();
        Optional<Result> cheapest = others.stream()
                .filter(other -> other.accuracy >= dense.accuracy)
                .min(Comparator.comparing(Result::nanosPerReading));
        return new Comparison(sample.id(), dense, cheapest.orElse(null), others);
    }

    private static UnitPlan family(Activation activation, List<Integer> widths, Float... gains) {
        return new UnitPlan.Family(1, activation, new UnitFamily(widths, List.of(gains)), true);
    }

    private Result measure(Sample sample, TableSamples rows, LayerPlan layer) {
        String description = layer.description();
        progress.accept("training on " + sample.id() + ": " + layer.units() + " units, " + description);
        Elm elm = ElmTrainer.train(
                rows,
                new TrainingPlan(layer, new ClassWeights.None(), MissingValues.REFUSE, SEED, "bench"),
                new AllCores());
        Samples test = TableSamples.toEvaluate(
                sample.table(), sample.labelColumn(), sample.testRows(), elm.featureNames(), elm.labels());
        float[] batch = new float[BATCH * elm.hidden().inputs()];
        Evaluation.Tally tally = new Evaluation.Tally(elm.labels());
        BatchScorer<Integer> scorer = new BatchScorer<>(elm, ForwardPass.fastest(), tally::add);
        int[] taken = {0};
        test.forEach((row, label) -> {
            System.arraycopy(row, 0, batch, taken[0]++ % BATCH * row.length, row.length);
            scorer.add(row, label);
        });
        scorer.finish();
        double accuracy = tally.evaluation().accuracy();
        KernelBench.Nanos nanos = KernelBench.measure(elm, batch, BATCH, SECONDS);
        double fastest = nanos.simd() == null ? nanos.plain() : nanos.simd();
        return new Result(description, layer.units(), accuracy, fastest, nanos.onnxRuntime());
    }
}
