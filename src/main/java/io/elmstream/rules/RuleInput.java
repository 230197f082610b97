package io.elmstream.rules;

/** A reading and its prediction, as rules see them. Mutable, to be used again for the next reading; not thread-safe. */
public final class RuleInput {

    static final int CONFIDENCE = 0;
    static final int MARGIN = 1;
    static final int HELD = 2;
    static final int VERSION = 3;
    static final int LABEL = 4;
    static final int ABSTAINED = 5;

    static final int OUT_OF_RANGE = 6;

    private static final int SCALARS = 7;
    private static final float[] NO_ROW = {};
    private static final byte[] NO_SENSOR = {};

    /** What is no feature, as numbers. */
    final double[] scalars = new double[SCALARS];

    float[] values = NO_ROW;
    int start;
    byte[] sensor = NO_SENSOR;
    String previous = "";

    /**
     * Sets the features.
     *
     * @param row rows of features in the order of the names given to {@link CompiledRules#bind}; a missing one is NaN
     * @param offset where the row of this reading starts
     */
    public void row(float[] row, int offset) {
        values = row;
        start = offset;
    }

    /**
     * Sets the label of the prediction.
     *
     * @param index into the labels given to {@link CompiledRules#bind}; -1 for none
     */
    public void label(int index) {
        scalars[LABEL] = index;
    }

    /**
     * Sets how sure the prediction is.
     *
     * @param confidence 0 to 1
     * @param margin the distance to the second probability, 0 to 1
     */
    public void scores(float confidence, float margin) {
        scalars[CONFIDENCE] = confidence;
        scalars[MARGIN] = margin;
    }

    /**
     * Sets whether the model abstained.
     *
     * @param abstained whether it did
     */
    public void abstained(boolean abstained) {
        scalars[ABSTAINED] = abstained ? 1 : 0;
    }

    /**
     * Sets how far the reading lies beyond the training rows of the model.
     *
     * @param outOfRange 0 to 1
     */
    public void outOfRange(double outOfRange) {
        scalars[OUT_OF_RANGE] = outOfRange;
    }

    /**
     * Sets the version of the model.
     *
     * @param version that scored the reading
     */
    public void version(int version) {
        scalars[VERSION] = version;
    }

    /**
     * Sets the id of the sensor.
     *
     * @param utf8 its bytes; not copied
     */
    public void sensor(byte[] utf8) {
        sensor = utf8;
    }

    /**
     * Sets what was before; needed only if {@link BoundRules#usesMemory} says so.
     *
     * @param label of the sensor's prediction before this one; empty if there was none
     * @param heldSeconds for how many seconds of event time the label was the same before this reading
     */
    public void previous(String label, double heldSeconds) {
        previous = label;
        scalars[HELD] = heldSeconds;
    }
}
