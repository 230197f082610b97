package io.elmstream.training;

import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Samples;
import io.elmstream.elm.ShortList;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.TrainingRange;

/**
 * What training rows say, before lambda is chosen.
 *
 * @param statistics the counts and the digest of the rows
 * @param standardiser of their features
 * @param hidden the hidden layer
 * @param map from a row to the hidden layer
 * @param classWeights the weight of a row of each class
 * @param path the solutions for all lambda
 * @param sample rows to leave out one by one
 */
record Fit(
        RowStatistics statistics,
        Standardiser standardiser,
        HiddenLayer hidden,
        HiddenMap map,
        double[] classWeights,
        RidgePath path,
        LooSample sample) {

    /** Fits a plan in two passes over the rows, or three if hidden units are drawn from them. */
    static Fit of(Samples samples, TrainingPlan plan, Cores cores) {
        RowStatistics statistics = new RowStatistics(samples, plan.missing());
        samples.forEach(statistics);
        requireTwoClasses(samples, statistics.rowsOfClass());
        Standardiser standardiser = statistics.standardiser();
        int inputs = samples.featureNames().size();
        LooSample sample = new LooSample(inputs, statistics.rowsOfStratum());
        boolean sampled = plan.layer().drawnFromRows();
        if (sampled) {
            samples.forEach(sample);
        }
        HiddenLayer hidden = new LayerDraw(new StandardisedRows(standardiser, sample), plan.seed()).draw(plan.layer());
        HiddenMap map = new HiddenMap(standardiser, hidden);

        double[] classWeights = plan.classWeights().of(samples.labels(), statistics.rowsOfClass());
        NormalEquations equations = new NormalEquations(map, classWeights, cores);
        samples.forEach(sampled ? equations : equations.andThen(sample));
        RidgePath path = new RidgePath(equations.gram(), equations.right(), cores);
        return new Fit(statistics, standardiser, hidden, map, classWeights, path, sample);
    }

    /**
     * Returns the bytes that a fit and its leave-one-out need at most at the same time: six square matrices while the
     * Gram matrix is made tridiagonal (three times itself, its vectors, work), or three of them beside the sampled rows
     * in the hidden layer and rotated, with room for blocks of them, and a few matrices of outputs.
     */
    static long memory(int units, int classes, long rows) {
        double square = (double) units * units;
        double sampled = Math.min(rows, LooSample.MAX_ROWS);
        double decomposing = 6 * square;
        double leavingOut = 3 * square + sampled * (3.0 * units + 4.0 * classes);
        return (long) (Double.BYTES * Math.max(decomposing, leavingOut));
    }

    long rows() {
        return statistics.rows();
    }

    /** Returns the part of the feature space that the rows of the fit came from. */
    TrainingRange range() {
        return statistics.range(sample);
    }

    /** Returns what the rows of the fit were like. */
    RowProfile profile() {
        return sample.profile(range(), statistics.rowsOfClass());
    }

    /** Returns the outputs for the rows of the fit itself, each by a model trained without it. */
    HeldOut leaveOneOut(double... lambdasPerRow) {
        return HeldOut.best(this, sample, lambdasPerRow, true);
    }

    /** Returns the outputs for other rows, which are read twice. */
    HeldOut predict(Samples others, TrainingPlan plan) {
        RowStatistics read = new RowStatistics(others, plan.missing());
        others.forEach(read);
        if (read.rows() == 0) {
            throw new TrainingException("there are no rows to validate on; name others");
        }
        LooSample chosen = new LooSample(others.featureNames().size(), read.rowsOfStratum());
        others.forEach(chosen);
        return HeldOut.best(this, chosen, HeldOut.lambdasPerRow(), false);
    }

    private static void requireTwoClasses(Samples samples, long[] rowsOfClass) {
        int classes = 0;
        for (long rows : rowsOfClass) {
            classes += rows > 0 ? 1 : 0;
        }
        if (classes < 2) {
            throw new TrainingException("the training rows have " + classes + " of the classes "
                    + ShortList.inBrackets(samples.labels()) + "; training needs rows of two or more");
        }
    }
}
