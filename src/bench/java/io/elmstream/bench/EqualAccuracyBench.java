package io.elmstream.bench;

import io.elmstream.data.CsvSamples;
import io.elmstream.data.Sample;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.UnitFamily;
import io.elmstream.kernel.BatchScorer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Evaluation;
import io.elmstream.training.LayerPlan;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.UnitPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What accuracy costs: for each sample, a dense ELM with {@value #DENSE_UNITS} tanh units, and the cheapest of a short
 * list of layers with few inputs a unit that is at least as accurate on the sample's test rows.
 */
public final class EqualAccuracyBench {

    /**
     * A model and its time in batches of 256.
     *
     * @param sample the data set
     * @param layer what kind of hidden layer
     * @param units hidden units
     * @param accuracy the share of test rows with the right class
     * @param nanosPerReading of the fastest form of the forward pass
     * @param onnxRuntime of ONNX Runtime with the same model, one thread; null where it is missing
     */
    public record Result(
            String sample,
            String layer,
            int units,
            double accuracy,
            double nanosPerReading,
            @Nullable Double onnxRuntime) {}

    private static final int DENSE_UNITS = 500;
    private static final List<Integer> UNITS = List.of(40, 80, 120, 200, 300, 500);
    private static final int BATCH = 256;
    private static final double SECONDS = 3;
    private static final long SEED = 1;

    private final Consumer<String> progress;

    /** @param progress takes a line now and then */
    public EqualAccuracyBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Takes some minutes, nearly all of them to train. */
    public List<Result> run() {
        return Stream.of(Sample.values())
                .flatMap(sample -> compare(sample).stream())
                .toList();
    }

    private List<Result> compare(Sample sample) {
        CsvSamples rows = CsvSamples.toTrain(sample.file(), sample.labelColumn(), sample.trainingRows());
        int inputs = rows.featureNames().size();
        UnitPlan all = family(DENSE_UNITS, Activation.TANH, List.of(inputs), 1f);
        Result dense = measure(sample, rows, new LayerPlan(List.of(all), false));
        Optional<Result> cheapest = Stream.of(
                        family(1, Activation.CLIP, List.of(1, 2, 3, 4), 2f, 4f, 8f),
                        family(1, Activation.RELU, List.of(2, 3, 4), 1f),
                        family(1, Activation.TANH, List.of(2, 3, 4), 1f, 2f))
                .flatMap(kind -> fewest(sample, rows, LayerPlan.of(kind), dense.accuracy).stream())
                .min(Comparator.comparing(Result::nanosPerReading));
        List<Result> both = new ArrayList<>(List.of(dense));
        cheapest.ifPresent(both::add);
        return both;
    }

    /** Measures the layer with the fewest units that is as accurate. */
    private Optional<Result> fewest(Sample sample, CsvSamples rows, LayerPlan kind, double accuracy) {
        for (int units : UNITS) {
            Result result = measure(sample, rows, kind.withUnits(units));
            if (result.accuracy >= accuracy) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }

    private static UnitPlan family(int units, Activation activation, List<Integer> widths, Float... gains) {
        return new UnitPlan.Family(units, activation, new UnitFamily(widths, List.of(gains)), true);
    }

    private Result measure(Sample sample, CsvSamples rows, LayerPlan layer) {
        String description = layer.description();
        progress.accept("training on " + sample.id() + ": " + layer.units() + " units, " + description);
        Elm elm = ElmTrainer.train(
                rows, new TrainingPlan(layer, new ClassWeights.None(), MissingValues.REFUSE, SEED, "bench"));
        Samples test = CsvSamples.toEvaluate(
                sample.file(), sample.labelColumn(), sample.testRows(), elm.featureNames(), elm.labels());
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
        return new Result(sample.id(), description, layer.units(), accuracy, fastest, nanos.onnxRuntime());
    }
}
