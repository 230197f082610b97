package io.elmstream.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The readings of one task that wait to be scored together. They are scored in groups, one group a model version, and
 * leave in the order of their arrival, so that the order of a key holds whatever version scored it.
 *
 * <p>Not safe for threads: it belongs to one task.
 *
 * @param <M> what scores a reading: one version of one model; compared by identity
 * @param <R> what is kept of a reading beside its row
 */
public final class MicroBatch<M, R> {

    /** Scores all rows of one group; called once for each group of a batch, before the first reading leaves. */
    @FunctionalInterface
    public interface Scorer<M> {
        /** @param rows the group; its matrix is valid during the call only */
        void score(Rows<M> rows);
    }

    /** Takes the readings as they leave, in the order of their arrival. */
    @FunctionalInterface
    public interface Leaving<M, R> {
        /**
         * @param reading what was kept of the reading
         * @param rows its group
         * @param row its place in the group, from 0
         */
        void leave(R reading, Rows<M> rows, int row);
    }

    /** Looks at the readings that two versions scored, after all have left. */
    @FunctionalInterface
    public interface Comparing<M, R> {
        /**
         * @param reading what was kept of the reading
         * @param rows the group that decided about it
         * @param row its place in that group, from 0
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

    /** Readings that wait. */
    public int size() {
        return readings.size() - left;
    }

    /** Whether no reading waits, to leave or to be compared. */
    public boolean isEmpty() {
        return readings.isEmpty();
    }

    /** Whether the batch is scored and some of its readings have not left yet: the way out was interrupted. */
    public boolean isLeaving() {
        return scored;
    }

    /** The group for a model version: decode the features to {@link Rows#next()} of it, then {@link #add} it. */
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
     * Takes the row that was written to {@link Rows#next()} of a group of this batch.
     *
     * @throws IllegalStateException if the batch is about to leave: what is left of it goes first
     */
    public void add(Rows<M> rows, R reading) {
        if (scored) {
            throw new IllegalStateException("the batch is scored and must leave before the next reading is added");
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
     * Takes the row that was written to {@link Rows#next()} of a group of this batch, to be scored beside the one that
     * decides about its reading.
     *
     * @return its place in the group, from 0
     */
    public int addBeside(Rows<M> rows) {
        beside++;
        return rows.completeBeside();
    }

    /**
     * Scores every group, lets the readings leave in the order of their arrival, and then has them compared, if any was
     * added beside; the batch is empty afterwards. When {@code leaving} or {@code comparing} throws, the reading that
     * it was called with and all later ones are still there, with their scores, and the next call goes on with them:
     * none is lost, and none that left is offered again.
     */
    public void drain(Scorer<M> scorer, Leaving<M, R> leaving, Comparing<M, R> comparing) {
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

    /** Forgets all readings and all groups: after a commit that failed, the readings come again from Kafka. */
    public void clear() {
        groups.clear();
        restart();
    }

    /** Forgets the groups of an empty batch, and with them the memory of versions that serve no more. */
    public void forgetModels() {
        if (!isEmpty()) {
            throw new IllegalStateException(size() + " readings still wait");
        }
        groups.clear();
    }

    /**
     * The groups of this batch are used again; others would keep every old version in memory that a late reading once
     * asked for.
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
