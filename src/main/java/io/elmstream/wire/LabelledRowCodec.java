package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.labels.LabelledRow;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a {@link LabelledRow}, format 1, big-endian: the format (1 byte), the event time (8 bytes), the
 * weight (8 bytes), model, sensor and label in UTF-8 (each after its length, 4 bytes), and the features (4 bytes each)
 * after their number (4 bytes).
 */
public final class LabelledRowCodec {

    private static final byte FORMAT = 1;
    private static final int FIXED = 1 + Long.BYTES + Double.BYTES + 4 * Integer.BYTES;

    private LabelledRowCodec() {}

    /** Encodes a row. */
    public static byte[] encode(LabelledRow row) {
        byte[] model = row.modelId().getBytes(UTF_8);
        byte[] sensor = row.sensor().getBytes(UTF_8);
        byte[] label = row.label().getBytes(UTF_8);
        float[] features = row.row();
        ByteBuffer out = ByteBuffer.allocate(
                        FIXED + model.length + sensor.length + label.length + features.length * Float.BYTES)
                .put(FORMAT)
                .putLong(row.eventTime())
                .putDouble(row.weight());
        out.putInt(model.length).put(model);
        out.putInt(sensor.length).put(sensor);
        out.putInt(label.length).put(label);
        out.putInt(features.length).asFloatBuffer().put(features);
        return out.array();
    }

    /**
     * Decodes a row.
     *
     * @throws UnreadableRecordException if the bytes are not a row that this version of Elmstream can read
     */
    public static LabelledRow decode(byte @Nullable [] bytes) throws UnreadableRecordException {
        if (bytes == null) {
            throw new UnreadableRecordException("it has no value", null);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte format = in.get();
            if (format != FORMAT) {
                throw unreadable(bytes, "format " + format + ", not " + FORMAT);
            }
            long eventTime = in.getLong();
            double weight = in.getDouble();
            String model = StoredText.read(in);
            String sensor = StoredText.read(in);
            String label = StoredText.read(in);
            int features = in.getInt();
            if (features < 0 || in.remaining() != (long) features * Float.BYTES) {
                throw unreadable(bytes, in.remaining() + " bytes left for " + features + " features");
            }
            float[] row = new float[features];
            in.asFloatBuffer().get(row);
            return new LabelledRow(model, sensor, eventTime, row, label, weight);
        } catch (BufferUnderflowException e) {
            throw unreadable(bytes, "they are cut short");
        } catch (IllegalArgumentException e) {
            throw unreadable(bytes, "its " + e.getMessage());
        }
    }

    private static UnreadableRecordException unreadable(byte[] bytes, String why) {
        return new UnreadableRecordException(bytes.length + " bytes that are not a labelled row: " + why, null);
    }
}
