package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertState;
import io.elmstream.alert.Position;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Stored states of alerts, format 1, big-endian: the format (1 byte), the hits (8 bytes), and while an alert stands the partition
 * (4 bytes), the offset (8 bytes) and the topic (UTF-8, to the end) of the reading that raised it.
 */
public final class AlertStateCodec {

    private static final byte FORMAT = 1;
    private static final int QUIET = 1 + Long.BYTES;
    private static final int RAISED = QUIET + Integer.BYTES + Long.BYTES;

    private AlertStateCodec() {}

    /** The bytes of a state. */
    public static byte[] encode(AlertState state) {
        if (state.raisedBy().isEmpty()) {
            return ByteBuffer.allocate(QUIET).put(FORMAT).putLong(state.hits()).array();
        }
        Position raisedBy = state.raisedBy().get();
        byte[] topic = raisedBy.topic().getBytes(UTF_8);
        return ByteBuffer.allocate(RAISED + topic.length)
                .put(FORMAT)
                .putLong(state.hits())
                .putInt(raisedBy.partition())
                .putLong(raisedBy.offset())
                .put(topic)
                .array();
    }

    /** @throws UnreadableRecordException if the bytes are not a state that this version of Elmstream can read */
    public static AlertState decode(byte[] bytes) throws UnreadableRecordException {
        boolean raised = bytes.length > RAISED;
        if (bytes.length < QUIET || !raised && bytes.length != QUIET || bytes[0] != FORMAT) {
            throw new UnreadableRecordException(bytes.length + " bytes that are no state of an alert in format " + FORMAT, null);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        long hits = in.getLong();
        if (!raised) {
            return new AlertState(hits, Optional.empty());
        }
        int partition = in.getInt();
        long offset = in.getLong();
        String topic = UTF_8.decode(in).toString();
        try {
            return new AlertState(hits, Optional.of(new Position(topic, partition, offset)));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("no state of an alert: " + e.getMessage(), e);
        }
    }
}
