package io.elmstream.training;

/**
 * A plan that a search has tried.
 *
 * @param plan the plan
 * @param rows the number of rows that it was trained on, all or some
 * @param complete whether these were all rows that there are to train on
 * @param scores what it achieves on validation rows
 * @param modelledNanos the nanoseconds of a reading by a model of the layer's cost, the same on every machine
 * @param nanos the nanoseconds of a reading, as measured
 * @param bytes the size of the model file
 */
public record Trial(
        TrainingPlan plan,
        long rows,
        boolean complete,
        Scores scores,
        double modelledNanos,
        double nanos,
        long bytes) {}
