package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MissingValues;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.Forgetting;
import io.elmstream.training.LayerPlan;
import io.elmstream.training.OnlineBasis;
import io.elmstream.training.OnlineLearner;
import io.elmstream.training.OnlinePlan;
import io.elmstream.training.TrainingPlan;
import java.util.List;

/** Online learning of rows of Shuttle on one thread, beside a plain loop over the sums. */
public final class LearnBench {

    private static final int ROWS = 640;

    /**
     * The result.
     *
     * @param units hidden units
     * @param features features
     * @param classes classes
     * @param rowsPerSecond rows learnt in a second with one rule of forgetting, each predicted before
     * @param plainRowsPerSecond rows of a plain loop, which adds each product of two units row by row
     * @param ratio the first over the second
     * @param solveMillis milliseconds of a solution for the output weights
     */
    public record Result(
            int units,
            int features,
            int classes,
            double rowsPerSecond,
            double plainRowsPerSecond,
            double ratio,
            double solveMillis) {}

    private LearnBench() {}

    /**
     * Measures.
     *
     * @param units hidden units
     * @param seconds for all together
     */
    public static Result run(int units, double seconds) {
        Sample sample = Sample.SHUTTLE;
        MemoryRows rows =
                new MemoryRows(TableSamples.toTrain(sample.table(), sample.labelColumn(), new RowRange(1, ROWS)));
        OnlineBasis basis = OnlineBasis.of(
                rows,
                new TrainingPlan(
                        LayerPlan.mixed(units, Activation.TANH),
                        new ClassWeights.None(),
                        MissingValues.REFUSE,
                        1,
                        "bench"));
        OnlinePlan plan = new OnlinePlan(List.of(new Forgetting.ByRows(0.999)), 1, 500, "bench");
        OnlineLearner learner = new OnlineLearner(basis, plan, (label, predicted) -> {});
        rows.forEach(learner::learn);
        learner.solve();
        Plain plain = new Plain(basis);
        double[] nanos = BestTime.of(
                seconds,
                () -> {
                    rows.forEach(learner::learn);
                    learner.flush();
                },
                () -> rows.forEach(plain::learn),
                learner::solve);
        double perSecond = ROWS * 1e9 / nanos[0];
        double plainPerSecond = ROWS * 1e9 / nanos[1];
        return new Result(
                units,
                rows.featureNames().size(),
                rows.labels().size(),
                perSecond,
                plainPerSecond,
                perSecond / plainPerSecond,
                nanos[2] / 1e6);
    }

    /** The sums as anyone would write them, with the activations of the product. */
    private static final class Plain {

        private final OnlineBasis basis;
        private final HiddenUnits units;
        private final double[] z;
        private final double[] h;
        private final double[][] gram;
        private final double[][] ofClass;

        Plain(OnlineBasis basis) {
            this.basis = basis;
            this.units = basis.hidden().expand();
            this.z = new double[units.inputs()];
            this.h = new double[units.count()];
            this.gram = new double[h.length][h.length];
            this.ofClass = new double[basis.labels().size()][h.length];
        }

        void learn(float[] row, int label) {
            basis.standardiser().apply(row, z);
            units.apply(z, h);
            for (int i = 0; i < h.length; i++) {
                ofClass[label][i] = 0.999 * ofClass[label][i] + h[i];
                for (int j = i; j < h.length; j++) {
                    gram[i][j] = 0.999 * gram[i][j] + h[i] * h[j];
                }
            }
        }
    }
}
