package io.elmstream.wire;

import java.nio.ByteBuffer;

/**
 * Encodes a {@link io.elmstream.wire.avro.Prediction} in the registry's wire format: the same bytes as Avro's own
 * writer, allocating only the final array. Not thread-safe.
 */
public final class PredictionEncoder implements ValueEncoder<ScoredReading> {

    private static final byte[] NO_TEXT = new byte[0];

    private final int contentId;
    private final AvroOutput out = new AvroOutput();

    /**
     * Creates an encoder.
     *
     * @param contentId the content id of the schema of predictions
     */
    public PredictionEncoder(int contentId) {
        this.contentId = contentId;
    }

    /** Returns the bytes of one prediction. */
    @Override
    public byte[] encode(ScoredReading scored) {
        out.startFrame(contentId);
        out.writeBytes(scored.sensor());
        out.writeRaw(scored.version().stamp());
        out.writeLong(scored.eventTime());
        byte[] modelLabel = scored.version().encodedLabel(scored.top());
        byte[] label = scored.rules().encodedLabel(scored.fired(), modelLabel);
        out.writeBytes(label);
        out.writeFloat(scored.confidence());
        writeProbabilities(scored);
        out.writeBytes(scored.task());
        out.writeLong(scored.batchSequence());
        out.writeLong(scored.batchSize());
        out.writeBytes(scored.encodedTopic());
        out.writeLong(scored.partition());
        out.writeLong(scored.offset());
        out.writeRaw(scored.version().labelArray());
        out.writeBoolean(scored.verified());
        out.writeLong(scored.index());
        out.writeBoolean(scored.abstained());
        out.writeBytes(label == modelLabel ? NO_TEXT : modelLabel);
        out.writeLong(scored.rules().version());
        writeFired(scored);
        writeSet(scored);
        out.writeFloat(scored.outOfRange());
        return out.toBytes();
    }

    /** Returns the record of an encoded prediction without the header of the wire format. */
    public static ByteBuffer record(byte[] encoded) {
        return ByteBuffer.wrap(encoded, Frame.HEADER, encoded.length - Frame.HEADER);
    }

    private void writeFired(ScoredReading scored) {
        long fired = scored.fired();
        if (fired != 0) {
            out.writeLong(Long.bitCount(fired));
            for (long left = fired; left != 0; left &= left - 1) {
                out.writeBytes(scored.rules().encodedName(Long.numberOfTrailingZeros(left)));
            }
        }
        out.writeLong(0);
    }

    private void writeSet(ScoredReading scored) {
        int size = 0;
        for (int c = 0; c < scored.classes(); c++) {
            size += scored.isInSet(c) ? 1 : 0;
        }
        if (size > 0) {
            out.writeLong(size);
            for (int c = 0; c < scored.classes(); c++) {
                if (scored.isInSet(c)) {
                    out.writeBytes(scored.version().encodedLabel(c));
                }
            }
        }
        out.writeLong(0);
    }

    private void writeProbabilities(ScoredReading scored) {
        int classes = scored.classes();
        out.writeLong(classes);
        for (int c = 0; c < classes; c++) {
            out.writeFloat(scored.probability(c));
        }
        out.writeLong(0);
    }
}
