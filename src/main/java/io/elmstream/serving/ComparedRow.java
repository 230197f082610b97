package io.elmstream.serving;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.kernel.PackedClassifier;
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
        if (!canScore(beside.version(), features, at, width)) {
            beside.cannotScore();
            return Optional.empty();
        }
        Rows<ReadyVersion> rows = batch.rowsFor(beside.version(), width);
        int next = rows.next();
        System.arraycopy(features, at, rows.values(), next, width);
        return Optional.of(new ComparedRow(beside, label, rows, batch.addBeside(rows)));
    }

    /** Counts an error of a canary on a row that it cannot score, and that the champion could. */
    public static void blame(Counterpart beside, float[] features, int at, int width) {
        if (canScore(beside.version(), features, at, width)) {
            beside.countedCannotScore();
        }
    }

    private static boolean canScore(ReadyVersion version, float[] features, int at, int width) {
        PackedClassifier model = version.packed();
        return model.inputs() == width && model.firstUnusable(features, at) < 0;
    }
}
