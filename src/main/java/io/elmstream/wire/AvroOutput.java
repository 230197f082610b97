package io.elmstream.wire;

import java.util.Arrays;

/** A growing buffer for Avro binary, reused for every record, so that only the final copy is allocated. */
final class AvroOutput {

    private byte[] bytes = new byte[256];
    private int size;

    void startFrame(int contentId) {
        size = 0;
        room(Frame.HEADER);
        Frame.writeHeader(bytes, contentId);
        size = Frame.HEADER;
    }

    void writeLong(long value) {
        room(10);
        long z = (value << 1) ^ (value >> 63);
        while ((z & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((z & 0x7f) | 0x80);
            z >>>= 7;
        }
        bytes[size++] = (byte) z;
    }

    void writeBoolean(boolean value) {
        room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    void writeFloat(float value) {
        room(4);
        int bits = Float.floatToRawIntBits(value);
        bytes[size++] = (byte) bits;
        bytes[size++] = (byte) (bits >>> 8);
        bytes[size++] = (byte) (bits >>> 16);
        bytes[size++] = (byte) (bits >>> 24);
    }

    /** Writes a string or bytes: the length, then the bytes. */
    void writeBytes(byte[] value) {
        writeLong(value.length);
        writeRaw(value);
    }

    /** Writes the bytes from {@code from} to {@code to}, preceded by their length. */
    void writeBytes(byte[] source, int from, int to) {
        writeLong(to - from);
        room(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    /** Writes bytes that are Avro binary already. */
    void writeRaw(byte[] encoded) {
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
