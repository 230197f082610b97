package io.elmstream.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The readings of one task that wait to be scored together. They are scored in groups, one group per model version, and
 * forwarded in order of arrival, so that the order per key is kept whatever version scored it.
 *
 * <p>Not thread-safe: it belongs to one task.
 *
 * @param <M> what scores a reading: one version of one model; compared by identity
 * @param <R> the data of a reading except its row
 */
public final class MicroBatch<M, R> {

    /** Scores all rows of one group; called once for each group of a batch, before the first reading leaves. */
    @FunctionalInterface
    public interface Scorer<M> {
        /**
         * Scores a group.
         *
         * @param rows the group; its matrix is valid during the call only
         */
        void score(Rows<M> rows);
    }

    /** Receives the scored readings, in order of arrival. */
    @FunctionalInterface
    public interface Sink<M, R> {
        /**
         * Receives a scored reading.
         *
         * @param reading the data of the reading
         * @param rows its group
         * @param row its index in the group, from 0
         */
        void leave(R reading, Rows<M> rows, int row);
    }

    /** Receives the readings that two versions scored, after all have been forwarded. */
    @FunctionalInterface
    public interface Comparer<M, R> {
        /**
         * Receives a reading that two versions scored.
         *
         * @param reading the data of the reading
         * @param rows the group whose prediction counts
         * @param row its index in that group, from 0
         */
        void compare(R reading, Rows<M> rows, int row);
    }

    private final List<Rows<M>> groups = new ArrayList<>();
    private final List<R> readings = new ArrayList<>();
    private int[] groupOf = new int[16];
    private int[] rowOf = new int[16];
    private int left;
    private int beside;
    private int compared;
    private boolean scored;

    /** Returns the number of waiting readings. */
    public int size() {
        return readings.size() - left;
    }

    /** Returns the waiting readings in order of arrival; valid until the batch changes. */
    public List<R> waiting() {
        return Collections.unmodifiableList(readings.subList(left, readings.size()));
    }

    /** Returns whether no reading waits to be forwarded or compared. */
    public boolean isEmpty() {
        return readings.isEmpty();
    }

    /** Returns whether the batch is scored but not completely forwarded, because forwarding was interrupted. */
    public boolean isLeaving() {
        return scored;
    }

    /** Returns the group of a model version: write the features to its {@link Rows#next()}, then {@link #add} it. */
    public Rows<M> rowsFor(M model, int width) {
        for (int i = groups.size() - 1; i >= 0; i--) {
            if (groups.get(i).model() == model) {
                return groups.get(i);
            }
        }
        Rows<M> rows = new Rows<>(model, width);
        groups.add(rows);
        return rows;
    }

    /**
     * Adds the row that was written to {@link Rows#next()} of a group of this batch.
     *
     * @throws IllegalStateException if the batch is being forwarded: its remaining readings must be forwarded first
     */
    public void add(Rows<M> rows, R reading) {
        if (scored) {
            throw new IllegalStateException(
                    "the batch is scored and must be forwarded before the next reading is added");
        }
        int place = readings.size();
        if (place == groupOf.length) {
            groupOf = Arrays.copyOf(groupOf, place * 2);
            rowOf = Arrays.copyOf(rowOf, place * 2);
        }
        groupOf[place] = groups.indexOf(rows);
        rowOf[place] = rows.complete();
        readings.add(reading);
    }

    /**
     * Adds the row that was written to {@link Rows#next()} of a group of this batch, to be scored for comparison.
     *
     * @return its index in the group, from 0
     */
    public int addBeside(Rows<M> rows) {
        beside++;
        return rows.completeBeside();
    }

    /**
     * Scores every group, forwards the readings in order of arrival, and then compares those that were added for
     * comparison; the batch is empty afterwards. If {@code leaving} or {@code comparing} throws, the reading that it
     * was called with and all later ones stay in the batch, with their scores, and the next call continues with them:
     * none is lost, and none is forwarded twice.
     */
    public void drain(Scorer<M> scorer, Sink<M, R> leaving, Comparer<M, R> comparing) {
        if (!scored) {
            for (Rows<M> rows : groups) {
                if (rows.count() > 0) {
                    scorer.score(rows);
                }
            }
            scored = true;
        }
        while (left < readings.size()) {
            leaving.leave(readings.get(left), groups.get(groupOf[left]), rowOf[left]);
            left++;
        }
        while (beside > 0 && compared < readings.size()) {
            comparing.compare(readings.get(compared), groups.get(groupOf[compared]), rowOf[compared]);
            compared++;
        }
        restart();
    }

    /** Discards all readings and all groups: after a failed commit the readings are read from Kafka again. */
    public void clear() {
        groups.clear();
        restart();
    }

    /** Discards the groups of an empty batch, and thereby releases the memory of versions that no longer serve. */
    public void forgetModels() {
        if (!isEmpty()) {
            throw new IllegalStateException(size() + " readings still wait");
        }
        groups.clear();
    }

    /**
     * Keeps the groups of this batch for reuse and discards the others, which would keep every old version in memory
     * that a late reading ever needed.
     */
    private void restart() {
        groups.removeIf(rows -> rows.count() == 0);
        groups.forEach(Rows::clear);
        readings.clear();
        left = 0;
        beside = 0;
        compared = 0;
        scored = false;
    }
}
