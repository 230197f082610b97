package io.elmstream.topology.learning;

import io.elmstream.wire.UnreadableRecordException;
import java.nio.ByteBuffer;

/**
 * How far the learning of a model had come when its tiles were written, and when it was solved last. Stored as the
 * format, 1 (1 byte), and the components in this order, big-endian.
 *
 * @param parent version of the champion that it compares itself with
 * @param parentErrors the share of errors of that champion on recent rows when the tiles were written
 * @param firstTime the earliest event time of the rows, ms since the epoch; the largest long without rows
 * @param lastTime the latest one; the smallest long without rows
 * @param rowsSolved how many rows the last solution was of
 * @param solvedAt when that was, ms since the epoch; 0 if never
 */
record Course(int parent, double parentErrors, long firstTime, long lastTime, long rowsSolved, long solvedAt) {

    private static final byte FORMAT = 1;
    private static final int BYTES = 1 + Integer.BYTES + Double.BYTES + 4 * Long.BYTES;

    /** Returns that of a model without rows. */
    static Course begun(int parent) {
        return new Course(parent, 1, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);
    }

    Course solved(long rows, long now) {
        return new Course(parent, parentErrors, firstTime, lastTime, rows, now);
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putInt(parent)
                .putDouble(parentErrors)
                .putLong(firstTime)
                .putLong(lastTime)
                .putLong(rowsSolved)
                .putLong(solvedAt)
                .array();
    }

    /** @throws UnreadableRecordException if the bytes are none that this release has written */
    static Course decode(byte[] bytes) throws UnreadableRecordException {
        if (bytes.length != BYTES || bytes[0] != FORMAT) {
            throw new UnreadableRecordException(
                    "the stored course of a learner has " + bytes.length + " bytes and another format than " + FORMAT,
                    null);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        return new Course(in.getInt(), in.getDouble(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }
}
