package io.elmstream.batch;

import java.util.Arrays;

/**
 * The rows of one micro-batch that one model version scores: a flat row-major matrix that grows as rows come and is
 * used again for the next batch.
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
    private int count;
    private int readings;
    private long sequence = UNNAMED;

    Rows(M model, int width) {
        this.model = model;
        this.width = width;
        this.values = new float[Math.max(1, width * FIRST_ROWS)];
    }

    /** What scores these rows. */
    public M model() {
        return model;
    }

    /** Features in a row. */
    public int width() {
        return width;
    }

    /** Rows that are complete. */
    public int count() {
        return count;
    }

    /** Those of them that decide about a reading; the others are scored for comparison. */
    public int readings() {
        return readings;
    }

    /**
     * The matrix, row-major, {@link #count()} x {@link #width()}; the array may be longer, and belongs to this object.
     */
    public float[] values() {
        return values;
    }

    /**
     * Makes room for one more row and says where in {@link #values()} it starts. What is written there counts only once
     * the row is added to the batch.
     */
    public int next() {
        int start = count * width;
        if (start + width > values.length) {
            values = Arrays.copyOf(values, Math.max(start + width, values.length * 2));
        }
        return start;
    }

    /**
     * The place for the scores, row-major, {@link #count()} x {@code classes}; the array may be longer. It keeps what
     * was written there until the batch has left.
     */
    public float[] scores(int classes) {
        if (scores.length < count * classes) {
            scores = new float[Math.max(count, values.length / Math.max(1, width)) * classes];
        }
        return scores;
    }

    /**
     * The number that names this group's share of the batch: the first one that is offered.
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
