package io.elmstream.model;

import io.elmstream.elm.Classifier;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import java.util.Arrays;

/**
 * A few rows with the probabilities that the model computed for them where it was trained. An instance scores them
 * before it serves the model: a machine with other results must not serve it.
 */
public final class Probes {

    /** The largest number of probes of a model. */
    public static final int MAX_COUNT = 64;

    /** The largest deviation of a kernel's float32 from double precision with which a model may serve. */
    public static final double TOLERANCE = 1e-3;

    private final int inputs;
    private final int classes;
    private final float[] rows;
    private final float[] expected;

    /**
     * Creates probes with their expected probabilities.
     *
     * @param inputs features of a row, 1 or more
     * @param classes probabilities of a row, 2 or more
     * @param rows row-major probes x inputs; finite, or NaN where missing
     * @param expected row-major probes x classes, each 0 to 1
     * @throws IllegalArgumentException if the shapes do not agree or a figure is out of its range
     */
    public Probes(int inputs, int classes, float[] rows, float[] expected) {
        require(inputs > 0, "inputs is " + inputs + ", must be 1 or more");
        require(classes > 1, "classes is " + classes + ", must be 2 or more");
        require(rows.length % inputs == 0, "rows has length " + rows.length + ", which is not a multiple of " + inputs);
        int count = rows.length / inputs;
        require(count <= MAX_COUNT, "there are " + count + " probes, must be " + MAX_COUNT + " or less");
        require(
                expected.length == count * classes,
                "expected has length " + expected.length + ", must have " + count * classes);
        for (int i = 0; i < rows.length; i++) {
            require(!Float.isInfinite(rows[i]), "rows[" + i + "] is " + rows[i] + ", must be finite or NaN");
        }
        for (int i = 0; i < expected.length; i++) {
            require(expected[i] >= 0 && expected[i] <= 1, "expected[" + i + "] is " + expected[i] + ", must be 0 to 1");
        }
        this.inputs = inputs;
        this.classes = classes;
        this.rows = rows.clone();
        this.expected = expected.clone();
    }

    /**
     * Returns no probes.
     *
     * @param classifier the model, whose shape they have
     * @return probes without rows
     */
    public static Probes none(Classifier classifier) {
        return of(classifier, new float[0]);
    }

    /**
     * Computes the probabilities of rows with the model in double precision.
     *
     * @param classifier the model
     * @param rows row-major probes x inputs
     * @return the rows with the expected probabilities
     */
    public static Probes of(Classifier classifier, float[] rows) {
        int inputs = classifier.featureNames().size();
        int classes = classifier.labels().size();
        float[] expected = new float[rows.length / inputs * classes];
        for (int r = 0; r < rows.length / inputs; r++) {
            double[] probabilities = classifier.probabilities(Arrays.copyOfRange(rows, r * inputs, (r + 1) * inputs));
            for (int c = 0; c < classes; c++) {
                expected[r * classes + c] = (float) probabilities[c];
            }
        }
        return new Probes(inputs, classes, rows, expected);
    }

    /** {@return the number of features of a row} */
    public int inputs() {
        return inputs;
    }

    /** {@return the number of probabilities of a row} */
    public int classes() {
        return classes;
    }

    /** {@return the number of probes} */
    public int count() {
        return rows.length / inputs;
    }

    /** {@return a copy of the rows, row-major probes x inputs} */
    public float[] rows() {
        return rows.clone();
    }

    /** {@return a copy of the expected probabilities, row-major probes x classes} */
    public float[] expected() {
        return expected.clone();
    }

    /**
     * Scores the probes and returns the deviation of the worst probability: 0 without probes, positive infinity if one
     * is not a number.
     *
     * @param model to score them with
     * @param pass the form of the forward pass to use
     * @param workspace of the calling thread
     * @return the largest absolute difference
     */
    public double largestDeviation(PackedClassifier model, ForwardPass pass, Workspace workspace) {
        float[] scored = new float[expected.length];
        model.score(pass, rows, count(), workspace, scored, new boolean[count()]);
        double largest = 0;
        for (int i = 0; i < scored.length; i++) {
            double deviation = Math.abs((double) scored[i] - expected[i]);
            largest = Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : Math.max(largest, deviation);
        }
        return largest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Probes that
                && inputs == that.inputs
                && classes == that.classes
                && Arrays.equals(rows, that.rows)
                && Arrays.equals(expected, that.expected);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rows) + Arrays.hashCode(expected);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
