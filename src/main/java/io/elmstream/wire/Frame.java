package io.elmstream.wire;

import org.jspecify.annotations.Nullable;

/**
 * The registry's wire format: one zero byte, the schema's content id as a 4-byte big-endian integer, then Avro binary.
 * This is the default of the stock Apicurio serde, and also Confluent's format.
 */
final class Frame {

    static final int HEADER = 5;

    /** A content id that no registry assigns: ids start at 1. */
    static final int NO_ID = 0;

    private Frame() {}

    static boolean isFramed(byte[] bytes) {
        return bytes.length > HEADER && bytes[0] == 0;
    }

    /**
     * Checks the header.
     *
     * @throws UnreadableRecordException if there are no bytes, or they do not start with such a header
     */
    static void require(byte @Nullable [] bytes) throws UnreadableRecordException {
        if (bytes == null) {
            throw new UnreadableRecordException("it has no value", null);
        }
        if (!isFramed(bytes)) {
            throw new UnreadableRecordException(
                    bytes.length + " bytes that do not start with the byte 0 and a 4-byte content id", null);
        }
    }

    static int contentId(byte[] bytes) {
        return (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | (bytes[4] & 0xff);
    }

    static void writeHeader(byte[] bytes, int contentId) {
        bytes[0] = 0;
        bytes[1] = (byte) (contentId >>> 24);
        bytes[2] = (byte) (contentId >>> 16);
        bytes[3] = (byte) (contentId >>> 8);
        bytes[4] = (byte) contentId;
    }
}
