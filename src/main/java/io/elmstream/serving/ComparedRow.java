package io.elmstream.serving;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.serving.ReadyChoice.Counterpart;
import java.util.Optional;

/**
 * A row as the version beside the one that counts scores it.
 *
 * @param beside the other version
 * @param label the true class, if it is known
 * @param rows the group of the other version
 * @param row the index of the row in it
 */
public record ComparedRow(Counterpart beside, Optional<String> label, Rows<ReadyVersion> rows, int row) {

    /** Writes the row of a reading with the features in the order of a version. */
    @FunctionalInterface
    public interface Source {

        /**
         * Writes the row.
         *
         * @param row receives {@code version.features().size()} values, from {@code start}
         * @return whether the reading has all of them
         */
        boolean write(ReadyVersion version, float[] row, int start);
    }

    /**
     * Adds a row for comparison to the batch; counts it as an error of a challenger in shadow that cannot score it.
     *
     * @param features contains the row, with the features in the order of both versions
     * @param at where the row starts
     */
    public static Optional<ComparedRow> add(
            Counterpart beside,
            Optional<String> label,
            float[] features,
            int at,
            int width,
            MicroBatch<ReadyVersion, ?> batch) {
        return add(beside, label, copyOf(features, at, width), batch);
    }

    /**
     * Adds a row for comparison to the batch; counts it as an error of a challenger in shadow that cannot score it.
     *
     * @param source of the row
     */
    public static Optional<ComparedRow> add(
            Counterpart beside, Optional<String> label, Source source, MicroBatch<ReadyVersion, ?> batch) {
        ReadyVersion version = beside.version();
        Rows<ReadyVersion> rows = batch.rowsFor(version, version.packed().inputs());
        int start = rows.next();
        if (!canScore(version, source, rows.values(), start)) {
            beside.cannotScore();
            return Optional.empty();
        }
        return Optional.of(new ComparedRow(beside, label, rows, batch.addBeside(rows)));
    }

    /** Counts an error of a canary on a row that it cannot score, and that the champion could. */
    public static void blame(Counterpart beside, float[] features, int at, int width) {
        blame(beside, copyOf(features, at, width));
    }

    /** Counts an error of a canary on a reading that it cannot score, and that the champion could. */
    public static void blame(Counterpart beside, Source source) {
        if (canScore(
                beside.version(), source, new float[beside.version().packed().inputs()], 0)) {
            beside.countedCannotScore();
        }
    }

    private static Source copyOf(float[] features, int at, int width) {
        return (version, row, start) -> {
            if (version.packed().inputs() != width) {
                return false;
            }
            System.arraycopy(features, at, row, start, width);
            return true;
        };
    }

    private static boolean canScore(ReadyVersion version, Source source, float[] row, int start) {
        return source.write(version, row, start) && version.packed().firstUnusable(row, start) < 0;
    }
}
