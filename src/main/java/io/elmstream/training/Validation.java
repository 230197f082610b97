package io.elmstream.training;

import io.elmstream.elm.Provenance;
import io.elmstream.elm.Samples;
import io.elmstream.elm.Shapes;

/**
 * The rows that models are compared on: they choose lambda, temperature and whatever else a plan leaves open, and
 * measure the quality. The model is then trained on all training rows with what they chose.
 */
public sealed interface Validation {

    /**
     * Every row, predicted by a model trained without it. This wastes no row, but flatters on time series, in which the
     * rows before and after are nearly copies of it.
     */
    public record LeaveOneOut() implements Validation {

        @Override
        public String description() {
            return Provenance.LEAVE_ONE_OUT;
        }

        @Override
        public boolean fits(long row, long rows) {
            return true;
        }

        @Override
        public boolean predicts(long row, long rows) {
            return true;
        }
    }

    /** The last fifth of the rows, predicted by a model of those before: for rows in time order. */
    public record Time() implements Validation {

        @Override
        public String description() {
            return "last fifth";
        }

        @Override
        public boolean fits(long row, long rows) {
            return !predicts(row, rows);
        }

        @Override
        public boolean predicts(long row, long rows) {
            return row > rows - rows / 5;
        }
    }

    /**
     * Five blocks of consecutive rows, a fifth of all together, predicted by a model of the others without the rows
     * beside a block: for rows in time order, if the last fifth does not have all classes.
     */
    public record Blocks() implements Validation {

        private static final int BLOCKS = 25;
        private static final int EVERY = 5;
        private static final double GAP = 0.25;

        @Override
        public String description() {
            return "blocks";
        }

        @Override
        public boolean fits(long row, long rows) {
            return distance(row, rows) > GAP;
        }

        @Override
        public boolean predicts(long row, long rows) {
            return distance(row, rows) == 0;
        }

        /** Returns how far a row is from the middle block of its five, in blocks; 0 inside. */
        private static double distance(long row, long rows) {
            double at = (row - 0.5) * BLOCKS / rows % EVERY;
            return Math.max(0, Math.abs(at - EVERY / 2.0) - 0.5);
        }
    }

    /**
     * Some of the training rows, predicted by a model of the others.
     *
     * @param first the first of them, counted from 1 for the first training row
     * @param last the last of them
     */
    public record Rows(long first, long last) implements Validation {

        /** Checks the values. */
        public Rows {
            Shapes.require(
                    first >= 1 && last >= first, "rows is " + first + ".." + last + ", must be A..B with 1 <= A <= B");
        }

        @Override
        public String description() {
            return "rows " + first + ".." + last;
        }

        @Override
        public boolean fits(long row, long rows) {
            return !predicts(row, rows);
        }

        @Override
        public boolean predicts(long row, long rows) {
            return first <= row && row <= last;
        }
    }

    /**
     * Rows that are not training rows, predicted by a model of the training rows.
     *
     * @param samples with the features and labels of the training rows
     * @param description what they are, for people
     */
    public record Others(Samples samples, String description) implements Validation {

        @Override
        public boolean fits(long row, long rows) {
            return true;
        }

        @Override
        public boolean predicts(long row, long rows) {
            return false;
        }
    }

    /** {@return a few words for people} */
    String description();

    /**
     * Returns whether a training row is fitted before the choice.
     *
     * @param row its number, from 1
     * @param rows the number of training rows
     * @return whether the models that are compared are trained on it
     */
    boolean fits(long row, long rows);

    /**
     * Returns whether a training row is predicted for the choice.
     *
     * @param row its number, from 1
     * @param rows the number of training rows
     * @return whether the models that are compared predict it
     */
    boolean predicts(long row, long rows);

    /**
     * Returns how often a training reads its rows.
     *
     * @param plan how to train
     * @return the number of passes
     */
    default int passes(TrainingPlan plan) {
        if (this instanceof LeaveOneOut) {
            return plan.passes();
        }
        // one to count them, one fit for the choice and one for the model, and two to predict the rows held back
        return 1 + 2 * plan.passes() + (this instanceof Others ? 0 : 2);
    }

    /**
     * Returns the training rows to fit before the choice.
     *
     * @param samples the training rows
     * @param rows their number
     * @return a part of them, or all
     */
    default Samples toFit(Samples samples, long rows) {
        return samples.where(row -> fits(row, rows));
    }

    /**
     * Returns the rows to predict for the choice.
     *
     * @param samples the training rows
     * @param rows their number
     * @return a part of them, all of them, or others
     */
    default Samples toPredict(Samples samples, long rows) {
        if (this instanceof Others others) {
            return others.samples();
        }
        return samples.where(row -> predicts(row, rows));
    }
}
