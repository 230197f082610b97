package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The stored form of a {@link SensorState}: a format byte, the numbers, and the two texts preceded by their lengths,
 * all in big-endian order.
 */
public final class SensorStateCodec {

    private static final byte FORMAT = 1;
    private static final int FIXED = 1 + 3 * Long.BYTES + Float.BYTES + 6 * Integer.BYTES;

    private SensorStateCodec() {}

    /** Encodes a state. */
    public static byte[] encode(SensorState state) {
        byte[] label = state.label().getBytes(UTF_8);
        byte[] topic = state.position().topic().getBytes(UTF_8);
        return ByteBuffer.allocate(FIXED + label.length + topic.length)
                .put(FORMAT)
                .putLong(state.lastSeen())
                .putLong(state.labelSince())
                .putFloat(state.confidence())
                .putInt(state.version())
                .putInt(state.ruleSet())
                .putInt(state.position().partition())
                .putLong(state.position().offset())
                .putInt(state.position().index())
                .putInt(label.length)
                .put(label)
                .putInt(topic.length)
                .put(topic)
                .array();
    }

    /**
     * Decodes a state.
     *
     * @throws UnreadableRecordException if the bytes are not a state that this version of Elmstream can read
     */
    public static SensorState decode(byte[] bytes) throws UnreadableRecordException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != FORMAT) {
                throw unreadable(bytes);
            }
            long lastSeen = in.getLong();
            long labelSince = in.getLong();
            float confidence = in.getFloat();
            int version = in.getInt();
            int ruleSet = in.getInt();
            int partition = in.getInt();
            long offset = in.getLong();
            int index = in.getInt();
            String label = StoredText.read(in);
            String topic = StoredText.read(in);
            if (in.hasRemaining()) {
                throw unreadable(bytes);
            }
            return new SensorState(
                    lastSeen,
                    labelSince,
                    label,
                    confidence,
                    version,
                    ruleSet,
                    new Position(topic, partition, offset, index));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new UnreadableRecordException("not a state of a sensor: " + e, e);
        }
    }

    private static UnreadableRecordException unreadable(byte[] bytes) {
        return new UnreadableRecordException(
                bytes.length + " bytes that are not a state of a sensor in format " + FORMAT, null);
    }
}
