package io.elmstream.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over the wire format of Protobuf ("Encoding", protobuf.dev). It allocates nothing and never throws on
 * invalid bytes: after the first error {@link #failed()} stays true, {@link #hasMore()} is false and every value read
 * is 0.
 */
public final class ProtobufInput {

    /** Wire types. */
    public static final int VARINT = 0;

    public static final int FIXED64 = 1;
    public static final int LENGTH = 2;
    public static final int START_GROUP = 3;
    public static final int END_GROUP = 4;
    public static final int FIXED32 = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FIRST_TAG = 1 << 3;

    /** Shorter tags have one byte. */
    private static final int FIRST_LONG = 1 << 7;

    private static final int LONGEST_VARINT = 10;

    /** As deep as Protobuf's own reader goes. */
    private static final int DEEPEST_GROUP = 100;

    private static final int FREE_STEPS = 1_000_000;
    private static final int STEPS_PER_BYTE = 64;

    private byte[] bytes = new byte[0];
    private int at;
    private int limit;
    private long steps;
    private String problem = "";
    private int brokenAt;

    /** Starts with other bytes. */
    public void reset(byte[] value, int from) {
        bytes = value;
        at = from;
        limit = value.length;
        problem = "";
        steps = FREE_STEPS + (long) STEPS_PER_BYTE * value.length;
    }

    /** Returns whether the bytes were truncated or invalid somewhere. */
    public boolean failed() {
        return !problem.isEmpty();
    }

    /** Returns what was invalid first, and where. */
    public String problem() {
        return "at byte " + brokenAt + ": " + problem;
    }

    /** Returns whether the message that is being read has more fields. */
    public boolean hasMore() {
        return at < limit;
    }

    /** Returns the bytes being read, all of them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the index of the next byte. */
    public int position() {
        return at;
    }

    /** Goes to a place that the cursor was at before, unless there was an error since. */
    public void goTo(int position) {
        if (!failed()) {
            at = position;
        }
    }

    /** Reads the length of a message and sets the end to its end. Returns the end before, for {@link #leave}. */
    public int enter() {
        int length = readLength();
        int outer = limit;
        limit = failed() ? limit : at + length;
        return outer;
    }

    /** Sets the end again that there was before a message. */
    public void leave(int outer) {
        limit = outer;
    }

    /** Reads a field's number and wire type; 0 after an error. */
    public int readTag() {
        if (at < limit - 1) {
            int first = bytes[at];
            if (first >= FIRST_TAG) {
                at++;
                return first;
            }
            int second = bytes[at + 1];
            if (first < 0 && second > 0) {
                at += 2;
                return (first & 0x7f) | (second << 7);
            }
        }
        int start = at;
        long tag = readVarint();
        if (!failed() && (tag >>> Integer.SIZE != 0 || tag >>> 3 == 0)) {
            at = start;
            fail("there is no field with the tag " + Long.toUnsignedString(tag));
            return 0;
        }
        return (int) tag;
    }

    /** Reads a number of at most 10 bytes. */
    public long readVarint() {
        if (at < limit && bytes[at] >= 0) {
            return bytes[at++];
        }
        int start = at;
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (at >= limit) {
                at = start;
                return fail("a number or tag does not end");
            }
            byte b = bytes[at++];
            value |= (b & 0x7fL) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        at = start;
        return fail("a number or tag has more than " + LONGEST_VARINT + " bytes");
    }

    /** Reads 4 bytes. */
    public int readFixed32() {
        if (limit - at < Integer.BYTES) {
            return (int) fail("a number of 4 bytes does not end");
        }
        int value = (int) INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    /** Reads 8 bytes. */
    public long readFixed64() {
        if (limit - at < Long.BYTES) {
            return fail("a number of 8 bytes does not end");
        }
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    /** Returns whether a tag has at most two bytes, which {@link #tags} requires. */
    public static boolean isShort(int tag) {
        return tag >>> 14 == 0;
    }

    /** Returns short tags as they are written, the first byte in the low bits. */
    public static short[] tags(int[] tags) {
        short[] all = new short[tags.length];
        for (int i = 0; i < tags.length; i++) {
            boolean isOne = tags[i] >>> 7 == 0;
            all[i] = (short) (isOne ? tags[i] : (tags[i] & 0x7f) | 0x80 | (tags[i] >>> 7 << Byte.SIZE));
        }
        return all;
    }

    /**
     * Reads a double, and more of them while each tag is the next one of some. The tag of the first has been read.
     *
     * @param tags the tags, as {@link #tags} returns them
     * @param first the index of the first
     * @param into receives each at the index of its tag
     * @return the index behind the last
     */
    public int readDoubles(short[] tags, int first, double[] into) {
        byte[] from = bytes;
        int end = limit;
        int here = at;
        int i = first;
        do {
            if (end - here < Long.BYTES) {
                at = here;
                readFixed64();
                return i;
            }
            into[i++] = Double.longBitsToDouble((long) LONG.get(from, here));
            here += Long.BYTES;
            int length = i < into.length && end - here >= Short.BYTES ? matching(from, here, tags[i]) : 0;
            if (length == 0) {
                break;
            }
            here += length;
        } while (true);
        at = here;
        return i;
    }

    /** Reads floats, as {@link #readDoubles} does. One loop for both widths was a fifth slower. */
    public int readFloats(short[] tags, int first, double[] into) {
        byte[] from = bytes;
        int end = limit;
        int here = at;
        int i = first;
        do {
            if (end - here < Integer.BYTES) {
                at = here;
                readFixed32();
                return i;
            }
            into[i++] = Float.intBitsToFloat((int) INT.get(from, here));
            here += Integer.BYTES;
            int length = i < into.length && end - here >= Short.BYTES ? matching(from, here, tags[i]) : 0;
            if (length == 0) {
                break;
            }
            here += length;
        } while (true);
        at = here;
        return i;
    }

    /** Returns the length of the next tag if it is a certain one, else 0; a value or another byte follows it. */
    private static int matching(byte[] from, int here, short tag) {
        return tag < FIRST_LONG ? (from[here] == tag ? 1 : 0) : (short) SHORT.get(from, here) == tag ? 2 : 0;
    }

    /** Reads the length of what lies completely within the message. */
    public int readLength() {
        int start = at;
        long length = readVarint();
        if (length < 0 || length > limit - at) {
            int left = limit - at;
            at = start;
            return (int) fail("a length is " + Long.toUnsignedString(length) + ", but " + left + " bytes follow");
        }
        return (int) length;
    }

    /** Skips the value behind a tag. */
    public void skip(int tag) {
        skip(tag, 0);
    }

    private void skip(int tag, int depth) {
        switch (tag & 7) {
            case VARINT -> readVarint();
            case FIXED64 -> readFixed64();
            case LENGTH -> {
                int length = readLength();
                at += length;
            }
            case FIXED32 -> readFixed32();
            case START_GROUP -> skipGroup(tag, depth + 1);
            case END_GROUP -> fail("the field " + (tag >>> 3) + " ends a group that does not start");
            default -> fail("the field " + (tag >>> 3) + " has the wire type " + (tag & 7) + ", which does not exist");
        }
    }

    private void skipGroup(int start, int depth) {
        if (depth > DEEPEST_GROUP) {
            fail("there are more than " + DEEPEST_GROUP + " groups in each other");
            return;
        }
        int end = start + END_GROUP - START_GROUP;
        while (hasMore()) {
            int tag = readTag();
            if (tag == end) {
                return;
            }
            skip(tag, depth);
        }
        fail("the group of the field " + (start >>> 3) + " does not end");
    }

    /** Counts steps that are taken again and again; it is an error if there are far more than bytes. */
    public void take(int count) {
        steps -= count;
        if (steps < 0) {
            fail("fields are overwritten too often");
        }
    }

    /** Sets the error, unless there is one already, and returns 0. */
    public long fail(String words) {
        if (!failed()) {
            problem = words;
            brokenAt = at;
        }
        at = bytes.length;
        return 0;
    }
}
