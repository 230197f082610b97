package io.elmstream.training;

import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Samples;
import io.elmstream.elm.Standardiser;
import org.ejml.data.DMatrixRMaj;

/**
 * Trains an {@link Elm}: ridge regression of the class targets on the hidden layer (Huang, Zhou, Ding, Zhang: "Extreme
 * learning machine for regression and multiclass classification", IEEE TSMC-B 42(2), 2012), lambda chosen by
 * leave-one-out, temperature fitted to the leave-one-out outputs.
 *
 * <p>Two passes over the rows, three if hidden units are drawn from them; memory grows with the square of the number of
 * hidden units, not with the rows. Leave-one-out uses all rows of data sets of up to {@value LooSample#MAX_ROWS} rows;
 * for larger ones it uses that many, evenly spaced within each class, rare classes completely, weighted to represent
 * all rows. The same samples and plan give the same model, bit for bit, on any JDK and number of cores: a fixed order
 * of sums, no platform-dependent functions. The caller decides how {@link Cores} share the work.
 */
public final class ElmTrainer {

    private ElmTrainer() {}

    /**
     * Trains a model.
     *
     * @param samples the rows; they are read several times
     * @param plan how to train
     * @return the model, with its provenance
     * @throws TrainingException if fewer than two classes have rows, or a feature is not a number
     */
    public static Elm train(Samples samples, TrainingPlan plan) {
        return train(samples, plan, Cores.ONE);
    }

    /**
     * Trains the same model on several cores.
     *
     * @param samples the rows; they are read several times, by the calling thread
     * @param plan how to train
     * @param cores share the work
     * @return the model, with its provenance
     * @throws TrainingException if fewer than two classes have rows, or a feature is not a number
     */
    public static Elm train(Samples samples, TrainingPlan plan, Cores cores) {
        return fit(samples, plan, cores).elm();
    }

    /** A model with its leave-one-out outputs. */
    record Fitted(Elm elm, LeaveOneOut outputs) {}

    static Fitted fit(Samples samples, TrainingPlan plan, Cores cores) {
        RowStatistics statistics = new RowStatistics(samples, plan.missing());
        samples.forEach(statistics);
        requireTwoClasses(samples, statistics.rowsOfClass());
        Standardiser standardiser = statistics.standardiser();
        int inputs = samples.featureNames().size();
        LooSample sample = new LooSample(inputs, statistics.rowsOfClass());
        boolean sampled = plan.layer().drawnFromRows();
        if (sampled) {
            samples.forEach(sample);
        }
        HiddenLayer hidden = new LayerDraw(new StandardisedRows(standardiser, sample), plan.seed()).draw(plan.layer());
        HiddenMap map = new HiddenMap(standardiser, hidden);

        double[] classWeights = plan.classWeights().of(samples.labels(), statistics.rowsOfClass());
        NormalEquations equations = new NormalEquations(map, classWeights, cores);
        samples.forEach((features, label) -> {
            equations.row(features, label);
            if (!sampled) {
                sample.row(features, label);
            }
        });

        RidgePath path = new RidgePath(equations.gram(), equations.right(), cores);
        LeaveOneOut best = LeaveOneOut.best(path, map, sample, classWeights, statistics.rows());
        double temperature = best.temperature();
        Provenance provenance = new Provenance(
                statistics.digest(),
                statistics.rows(),
                best.lambda(),
                best.quality(temperature, samples.labels()),
                plan.productVersion());
        float[] beta = toFloats(path.beta(best.lambda()));
        Elm elm =
                new Elm(samples.featureNames(), samples.labels(), standardiser, hidden, beta, temperature, provenance);
        return new Fitted(elm, best);
    }

    private static void requireTwoClasses(Samples samples, long[] rowsOfClass) {
        int classes = 0;
        for (long rows : rowsOfClass) {
            classes += rows > 0 ? 1 : 0;
        }
        if (classes < 2) {
            throw new TrainingException("the training rows have " + classes + " of the classes " + samples.labels()
                    + "; training needs rows of two or more");
        }
    }

    private static float[] toFloats(DMatrixRMaj matrix) {
        float[] floats = new float[matrix.getNumElements()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) matrix.data[i];
        }
        return floats;
    }
}
