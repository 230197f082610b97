package io.elmstream.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What one pass over the training rows finds out about one feature. */
final class ColumnCheck {

    /** A feature with more distinct values counts as continuous. */
    private static final int MOST_VALUES = 256;

    /** Several sensors, or a coarse clock, give several rows the same time. */
    private static final long MOST_ROWS_A_TICK = 50;

    private static final long PRIME = 0x100000001b3L;

    private final Moments all = new Moments();
    private final List<Moments> ofClass;
    private final double[] steps;
    private final float[] last;
    private final float[] lowest;
    private final float[] highest;
    private final Map<Float, Integer> classOfValue = new HashMap<>();
    private boolean values = true;
    private boolean valuesDecide = true;
    private boolean ascends = true;
    private boolean descends = true;
    private long changes;
    private float before = Float.NaN;
    private long hash;
    private long rows;

    ColumnCheck(int classes) {
        ofClass = Stream.generate(Moments::new).limit(classes).toList();
        steps = new double[classes];
        last = new float[classes];
        lowest = new float[classes];
        highest = new float[classes];
        Arrays.fill(lowest, Float.POSITIVE_INFINITY);
        Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    }

    void add(float value, int label) {
        rows++;
        hash = (hash ^ Float.floatToIntBits(value)) * PRIME;
        hash ^= hash >>> 29;
        if (Float.isNaN(value)) {
            ascends = false;
            descends = false;
            return;
        }
        ascends &= !(value < before);
        descends &= !(value > before);
        changes += value != before ? 1 : 0;
        before = value;
        addToClass(value, label);
        if (values) {
            Integer other = classOfValue.putIfAbsent(value, label);
            valuesDecide &= other == null || other == label;
            values = classOfValue.size() <= MOST_VALUES;
        }
    }

    private void addToClass(float value, int label) {
        Moments moments = ofClass.get(label);
        if (moments.count() > 0) {
            steps[label] += ((double) value - last[label]) * ((double) value - last[label]);
        }
        last[label] = value;
        all.add(value);
        moments.add(value);
        lowest[label] = Math.min(lowest[label], value);
        highest[label] = Math.max(highest[label], value);
    }

    /** Returns a hash of all values in their order. */
    long hash() {
        return hash;
    }

    boolean isConstant() {
        return all.isConstant();
    }

    /** Returns whether it rises or falls through the rows as a time or a row number does, seldom the same for long. */
    boolean isTime() {
        return (ascends || descends) && MOST_ROWS_A_TICK * changes > rows;
    }

    /**
     * Returns whether it alone tells the classes apart: because none of its few values occurs with two classes, or
     * because the ranges of its values in the classes are apart.
     */
    boolean decides() {
        if (isConstant()) {
            return false;
        }
        return values ? valuesDecide && rows >= 10L * classOfValue.size() : rangesAreApart();
    }

    private boolean rangesAreApart() {
        for (int a = 0; a < lowest.length; a++) {
            for (int b = 0; b < a; b++) {
                if (ofClass.get(a).count() < 2
                        || ofClass.get(b).count() < 2
                        || (lowest[a] <= highest[b] && lowest[b] <= highest[a])) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Returns the mean square of the step from a row to the next of its class over that of rows drawn at random (von
     * Neumann: "Distribution of the ratio of the mean square successive difference to the variance", Annals of
     * Mathematical Statistics 12, 1941): about 1 if the order says nothing; NaN for a constant.
     */
    double neighbourDistance() {
        double step = 0;
        double square = 0;
        for (int c = 0; c < steps.length; c++) {
            step += steps[c];
            square += ofClass.get(c).squares();
        }
        return step / (2 * square);
    }
}
