package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertState;
import io.elmstream.alert.Position;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The stored form of alert states, big-endian: the format (1 byte), the hits (8 bytes), the event time of the latest
 * prediction (8 bytes), and while an alert is raised the time when it was (8 bytes) and the partition (4 bytes), the
 * offset (8 bytes), the index in the record (4 bytes) and the topic (UTF-8, to the end) of the reading that raised it:
 * format 4. Format 3 lacks the time of the alert, format 2 the index too, format 1 the event time too. A state without
 * such a time is written in format 3, so that releases which do not know format 4 read it.
 */
public final class AlertStateCodec {

    private static final byte FORMAT = 4;
    private static final byte WITHOUT_ALERT_TIME = 3;
    private static final byte WITHOUT_INDEX = 2;
    private static final byte WITHOUT_TIME = 1;

    private AlertStateCodec() {}

    /** Encodes a state, in the oldest of formats 3 and 4 that can hold it. */
    public static byte[] encode(SeenAlertState seen) {
        AlertState state = seen.state();
        boolean timed = state.isRaised() && seen.raisedAt() != SeenAlertState.UNKNOWN;
        byte format = timed ? FORMAT : WITHOUT_ALERT_TIME;
        byte[] topic = state.raisedBy().map(Position::topic).orElse("").getBytes(UTF_8);
        ByteBuffer out = ByteBuffer.allocate(quiet(format) + (state.isRaised() ? raised(format) + topic.length : 0))
                .put(format)
                .putLong(state.hits())
                .putLong(seen.lastSeen());
        if (timed) {
            out.putLong(seen.raisedAt());
        }
        state.raisedBy()
                .ifPresent(raisedBy -> out.putInt(raisedBy.partition())
                        .putLong(raisedBy.offset())
                        .putInt(raisedBy.index())
                        .put(topic));
        return out.array();
    }

    /**
     * Decodes a state.
     *
     * @throws UnreadableRecordException if the bytes are not a state that this version of Elmstream can read
     */
    public static SeenAlertState decode(byte[] bytes) throws UnreadableRecordException {
        byte format = bytes.length == 0 ? 0 : bytes[0];
        if (format < WITHOUT_TIME || format > FORMAT) {
            throw unreadable(bytes);
        }
        boolean raised = bytes.length > quiet(format) + raised(format);
        if (!raised && bytes.length != quiet(format)) {
            throw unreadable(bytes);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        long hits = in.getLong();
        long lastSeen = format == WITHOUT_TIME ? SeenAlertState.UNKNOWN : in.getLong();
        if (!raised) {
            return new SeenAlertState(new AlertState(hits, Optional.empty()), lastSeen);
        }
        long raisedAt = format <= WITHOUT_ALERT_TIME ? SeenAlertState.UNKNOWN : in.getLong();
        int partition = in.getInt();
        long offset = in.getLong();
        int index = format <= WITHOUT_INDEX ? 0 : in.getInt();
        String topic = UTF_8.decode(in).toString();
        try {
            return new SeenAlertState(
                    new AlertState(hits, Optional.of(new Position(topic, partition, offset, index))),
                    lastSeen,
                    raisedAt);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("not an alert state: " + e.getMessage(), e);
        }
    }

    /** Returns the length of a state without a raised alert. */
    private static int quiet(byte format) {
        return format == WITHOUT_TIME ? 1 + Long.BYTES : 1 + 2 * Long.BYTES;
    }

    /** Returns the length of what a raised alert adds, without the topic. */
    private static int raised(byte format) {
        return Integer.BYTES
                + Long.BYTES
                + (format <= WITHOUT_INDEX ? 0 : Integer.BYTES)
                + (format <= WITHOUT_ALERT_TIME ? 0 : Long.BYTES);
    }

    private static UnreadableRecordException unreadable(byte[] bytes) {
        return new UnreadableRecordException(
                bytes.length + " bytes that are not an alert state in format " + WITHOUT_TIME + " to " + FORMAT, null);
    }
}
