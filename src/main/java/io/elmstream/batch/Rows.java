package io.elmstream.batch;

import java.util.Arrays;

/**
 * The rows of one micro-batch for one model version: a flat row-major matrix that grows as needed and is reused for the
 * next batch.
 *
 * @param <M> what scores the rows
 */
public final class Rows<M> {

    private static final int FIRST_ROWS = 16;
    private static final long UNNAMED = -1;

    private final M model;
    private final int width;
    private float[] values;
    private float[] scores = new float[0];
    private boolean[] verified = new boolean[0];
    private int count;
    private int readings;
    private long sequence = UNNAMED;

    Rows(M model, int width) {
        this.model = model;
        this.width = width;
        this.values = new float[Math.max(1, width * FIRST_ROWS)];
    }

    /** Returns what scores these rows. */
    public M model() {
        return model;
    }

    /** Returns the number of features in a row. */
    public int width() {
        return width;
    }

    /** Returns the number of complete rows. */
    public int count() {
        return count;
    }

    /** Returns the number of rows whose prediction counts; the others are scored for comparison. */
    public int readings() {
        return readings;
    }

    /**
     * Returns the matrix, row-major, {@link #count()} x {@link #width()}; the array may be longer, and belongs to this
     * object.
     */
    public float[] values() {
        return values;
    }

    /**
     * Makes room for one more row and returns its index in {@link #values()}. Its contents count only once the row is
     * added to the batch.
     */
    public int next() {
        int start = count * width;
        if (start + width > values.length) {
            values = Arrays.copyOf(values, Math.max(start + width, values.length * 2));
        }
        return start;
    }

    /**
     * Returns the array for the scores, row-major, {@link #count()} x {@code classes}; it may be longer. Its contents
     * are kept until the batch has been forwarded.
     */
    public float[] scores(int classes) {
        if (scores.length < count * classes) {
            scores = new float[Math.max(count, values.length / Math.max(1, width)) * classes];
        }
        return scores;
    }

    /**
     * Returns the array that tells which rows a verifier answered, of {@link #count()} rows; it may be longer. Its
     * contents are kept until the batch has been forwarded.
     */
    public boolean[] verified() {
        if (verified.length < count) {
            verified = new boolean[Math.max(count, values.length / Math.max(1, width))];
        }
        return verified;
    }

    /**
     * Returns the sequence number of this group's part of the batch: the first number that is offered.
     *
     * @param number 0 or more
     */
    public long sequence(long number) {
        if (sequence == UNNAMED) {
            sequence = number;
        }
        return sequence;
    }

    int complete() {
        readings++;
        return count++;
    }

    int completeBeside() {
        return count++;
    }

    void clear() {
        count = 0;
        readings = 0;
        sequence = UNNAMED;
    }
}
