package io.elmstream.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over Avro binary (Avro 1.12 specification, "Binary Encoding"). It allocates nothing and never throws on
 * invalid bytes: after the first error {@link #failed()} stays true and every value read is 0.
 */
public final class AvroInput {

    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private int at;
    private boolean failed;

    /** Starts with other bytes. */
    public void reset(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
        this.failed = false;
    }

    /** Returns whether the bytes were truncated or invalid somewhere. */
    public boolean failed() {
        return failed;
    }

    /** Returns the bytes being read, all of them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the index of the next byte. */
    public int position() {
        return at;
    }

    public int remaining() {
        return bytes.length - at;
    }

    /** Reads a zig-zag coded long of at most 10 bytes. */
    public long readLong() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= bytes.length) {
                return fail();
            }
            byte b = bytes[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        return fail();
    }

    /** Reads an int, encoded like a long. */
    public int readInt() {
        long value = readLong();
        return value == (int) value ? (int) value : (int) fail();
    }

    /** Reads the index of an enum's symbol or a union's branch, less than {@code size}; 0 after an error. */
    public int readIndex(int size) {
        long index = readLong();
        return index < 0 || index >= size ? (int) fail() : (int) index;
    }

    /** Reads the length of a string, bytes or fixed value that lies completely within the input. */
    public int readLength() {
        long length = readLong();
        return length < 0 || length > remaining() ? (int) fail() : (int) length;
    }

    /** Skips bytes; it is an error if fewer remain. */
    public void skip(int count) {
        if (count > remaining()) {
            fail();
        } else {
            at += count;
        }
    }

    /** Reads the number of items in the next block of an array, 0 at its end; the optional size in bytes is skipped. */
    public long readBlockCount() {
        long count = readLong();
        if (count < 0) {
            readLong();
            count = -count;
        }
        return count < 0 || count > remaining() ? fail() : count;
    }

    /** Reads one float; the caller has checked that enough bytes remain. */
    public float readFloat() {
        float value = (float) FLOAT.get(bytes, at);
        at += Float.BYTES;
        return value;
    }

    /** Reads one double; the caller has checked that enough bytes remain. */
    public double readDouble() {
        double value = (double) DOUBLE.get(bytes, at);
        at += Double.BYTES;
        return value;
    }

    /** Reads a boolean, one byte that is 0 or 1. */
    public boolean readBoolean() {
        byte value = at < bytes.length ? bytes[at++] : -1;
        if (value != 0 && value != 1) {
            fail();
        }
        return value == 1;
    }

    /** Reads {@code count} floats; the caller has checked that enough bytes remain. */
    void readFloats(float[] into, int start, int count) {
        for (int i = 0; i < count; i++) {
            into[start + i] = (float) FLOAT.get(bytes, at + i * Float.BYTES);
        }
        at += count * Float.BYTES;
    }

    /** Reads as many floats as the array has room for. */
    public void readFloats(float[] into) {
        if (remaining() < (long) into.length * Float.BYTES) {
            fail();
            return;
        }
        readFloats(into, 0, into.length);
    }

    /** Reads as many floats as the array has room for. */
    public void readFloats(double[] into) {
        if (remaining() < (long) into.length * Float.BYTES) {
            fail();
            return;
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) FLOAT.get(bytes, at + i * Float.BYTES);
        }
        at += into.length * Float.BYTES;
    }

    /** Reads as many doubles as the array has room for. */
    public void readDoubles(double[] into) {
        if (remaining() < (long) into.length * Double.BYTES) {
            fail();
            return;
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = (double) DOUBLE.get(bytes, at + i * Double.BYTES);
        }
        at += into.length * Double.BYTES;
    }

    /**
     * Reads doubles as long as each is in a union, in the branch that begins with the given byte.
     *
     * @param start where the first of them goes
     * @return where the next one would go, which is in another branch or incomplete; else the length of the array
     */
    public int readDoubles(byte branch, double[] into, int start) {
        int end = Math.min(into.length, start + remaining() / (1 + Double.BYTES));
        int from = at;
        int i = start;
        for (; i < end && bytes[from] == branch; i++, from += 1 + Double.BYTES) {
            into[i] = (double) DOUBLE.get(bytes, from + 1);
        }
        at = from;
        return i;
    }

    /** Does the same with floats. */
    public int readFloats(byte branch, double[] into, int start) {
        int end = Math.min(into.length, start + remaining() / (1 + Float.BYTES));
        int from = at;
        int i = start;
        for (; i < end && bytes[from] == branch; i++, from += 1 + Float.BYTES) {
            into[i] = (float) FLOAT.get(bytes, from + 1);
        }
        at = from;
        return i;
    }

    /** Sets the error, and returns 0. */
    public long fail() {
        failed = true;
        at = bytes.length;
        return 0;
    }
}
