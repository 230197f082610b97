package io.elmstream.training;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Samples;
import io.elmstream.elm.SoftLabel;
import io.elmstream.elm.TrainingRange;
import java.util.Locale;
import org.ejml.data.DMatrixRMaj;

/**
 * Trains an {@link Elm}: ridge regression of the class targets on the hidden layer (Huang, Zhou, Ding, Zhang: "Extreme
 * learning machine for regression and multiclass classification", IEEE TSMC-B 42(2), 2012), lambda and temperature
 * chosen by a {@link Validation}, by default leave-one-out.
 *
 * <p>Two passes over the rows, three if hidden units are drawn from them, and as many again before if validation holds
 * rows back; memory grows with the square of the number of hidden units, not with the rows. Validation uses all rows of
 * data sets of up to {@value LooSample#MAX_ROWS} rows; for larger ones it uses that many, evenly spaced within each
 * class, rare classes completely, weighted to represent all rows. The same samples and plan give the same model, bit
 * for bit, on any JDK and number of cores: a fixed order of sums, no platform-dependent functions. The caller decides
 * how {@link Cores} share the work.
 *
 * <p>A student learns from rows with a {@link SoftLabel} in the same way: its outputs are fitted to the scores of its
 * teachers, its temperature to their probabilities. Where rows have labels of their own, these alone measure the
 * quality.
 */
public final class ElmTrainer {

    private ElmTrainer() {}

    /**
     * Trains a model, lambda chosen by leave-one-out.
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
        return train(samples, plan, new Validation.LeaveOneOut(), cores).elm();
    }

    /**
     * Trains a model on all rows, after a validation has chosen lambda and temperature.
     *
     * @param samples the rows; they are read several times
     * @param plan how to train
     * @param validation the rows that choose
     * @param cores share the work
     * @return the model, with its provenance and quality
     * @throws TrainingException if fewer than two classes have rows to fit, there are none to predict, or a feature is
     *     not a number
     */
    public static Trained train(Samples samples, TrainingPlan plan, Validation validation, Cores cores) {
        Fitted fitted = fit(samples, plan, validation, cores);
        Validated validated = Validated.of(fitted.outputs(), samples.labels());
        if (validation instanceof Validation.LeaveOneOut) {
            Calibration calibration =
                    Calibration.of(fitted.outputs(), fitted.elm().temperature(), fitted.profile());
            return new Trained(fitted.elm(), validated, validated.evaluation(), calibration);
        }
        Fit all = Fit.of(samples, plan, cores);
        Evaluation leaveOneOut =
                all.leaveOneOut(validated.lambdaPerRow()).evaluation(validated.temperature(), samples.labels());
        Calibration calibration = Calibration.of(fitted.outputs(), fitted.elm().temperature(), all.profile());
        return new Trained(elm(samples, plan, validation, all, validated), validated, leaveOneOut, calibration);
    }

    /**
     * Measures a plan without training the model that would be used.
     *
     * @param samples the training rows; they are read several times
     * @param plan how to train
     * @param validation the rows that choose
     * @param cores share the work
     * @return what the plan achieves on them, and at which lambda
     * @throws TrainingException if fewer than two classes have rows to fit, there are none to predict, or a feature is
     *     not a number
     */
    public static Validated validate(Samples samples, TrainingPlan plan, Validation validation, Cores cores) {
        return Validated.of(fit(samples, plan, validation, cores).outputs(), samples.labels());
    }

    /**
     * Estimates the memory that a training needs beside what the data take.
     *
     * @param units the number of hidden units
     * @param classes the number of classes
     * @param rows the number of training rows
     * @return bytes of the heap, rather more than less
     */
    public static long memory(int units, int classes, long rows) {
        return Fit.memory(units, classes, rows);
    }

    /** A model of the rows that a validation does not hold back, with its outputs for the rows of the validation. */
    record Fitted(Elm elm, HeldOut outputs, TrainingRange range, LooSample sample, long[] rowsOfClass) {

        /** Returns what the rows were like, which takes time. */
        RowProfile profile() {
            return sample.profile(range, rowsOfClass);
        }
    }

    static Fitted fit(Samples samples, TrainingPlan plan, Validation validation, Cores cores) {
        Fit fit;
        HeldOut outputs;
        if (validation instanceof Validation.LeaveOneOut) {
            fit = Fit.of(samples, plan, cores);
            outputs = fit.leaveOneOut(HeldOut.lambdasPerRow());
        } else {
            long rows = count(samples);
            try {
                fit = Fit.of(validation.toFit(samples, rows), plan, cores);
                outputs = fit.predict(validation.toPredict(samples, rows), plan);
            } catch (TrainingException e) {
                throw new TrainingException(String.format(
                        Locale.ROOT,
                        "validating on %s of %,d rows: %s",
                        validation.description(),
                        rows,
                        e.getMessage()));
            }
        }
        Elm elm = elm(samples, plan, validation, fit, Validated.of(outputs, samples.labels()));
        return new Fitted(
                elm, outputs, fit.range(), fit.sample(), fit.statistics().rowsOfClass());
    }

    private static Elm elm(Samples samples, TrainingPlan plan, Validation validation, Fit fit, Validated validated) {
        double lambda = fit.rows() * validated.lambdaPerRow();
        Evaluation evaluation = validated.evaluation();
        Provenance provenance = new Provenance(
                fit.statistics().digest(),
                fit.rows(),
                lambda,
                new Provenance.Quality(evaluation.accuracy(), evaluation.macroRecall(), evaluation.calibrationError()),
                plan.productVersion(),
                validation.description());
        return new Elm(
                samples.featureNames(),
                samples.labels(),
                fit.standardiser(),
                fit.hidden(),
                toFloats(fit.path().beta(lambda)),
                validated.temperature(),
                provenance);
    }

    private static long count(Samples samples) {
        long[] rows = {0};
        samples.forEach((features, label) -> rows[0]++);
        return rows[0];
    }

    private static float[] toFloats(DMatrixRMaj matrix) {
        float[] floats = new float[matrix.getNumElements()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) matrix.data[i];
        }
        return floats;
    }
}
