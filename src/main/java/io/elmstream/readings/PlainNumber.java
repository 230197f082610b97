package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.io.NumberInput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A number in JSON text that is not too long to be read at once. Reused for every number. */
final class PlainNumber {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    /** The bytes that are looked at: a sign, eight bytes at the first digit, and eight behind a point. */
    static final int SHORT_ROOM = 17;

    private static final int LONGEST = 100;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_EXPONENT_DIGITS = 4;
    /** Whole numbers up to this one, and the powers of ten below, are doubles without rounding. */
    private static final long LARGEST_EXACT = 1L << 53;

    private static final long[] WHOLE_POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private byte[] text = new byte[0];
    private int from;
    private int at;
    private int end;
    /** The latest digits that were skipped, and those before them. */
    private long digits;

    /** -1 if the number is negative, else 0. */
    private int minus;

    private boolean isWhole;
    private int count;
    private long all;
    private int exponent;

    /**
     * Reads the number that starts at an index.
     *
     * @param limit where the text ends
     * @return where the number ends; -1 if it is malformed, or too long for this class
     */
    int read(byte[] bytes, int start, int limit) {
        text = bytes;
        from = start;
        int to = limit - start < SHORT_ROOM ? -1 : readShort(bytes, start);
        return to < 0 ? readAny(start, limit) : to;
    }

    /**
     * Reads a number with at most seven digits before and behind its point, as most have, eight bytes at once. Signs
     * are as good as random, so there is no branch for them.
     *
     * @param start with {@link #SHORT_ROOM} bytes from there
     * @return where it ends; -1 if it may be any other
     */
    int readShort(byte[] bytes, int start) {
        minus = minus(bytes[start]);
        int first = start - minus;
        long head = (long) EIGHT_BYTES.get(bytes, first) ^ ZEROS;
        int before = digits(head);
        int to = first + before;
        if (before == 0 || before == Long.BYTES || (before > 1 && bytes[first] == '0')) {
            return -1;
        }
        all = number(head, before);
        count = before;
        exponent = 0;
        isWhole = bytes[to] != '.';
        if (!isWhole) {
            long tail = (long) EIGHT_BYTES.get(bytes, to + 1) ^ ZEROS;
            int behind = digits(tail);
            if (behind == 0 || behind == Long.BYTES) {
                return -1;
            }
            all = all * WHOLE_POWERS[behind] + number(tail, behind);
            count = before + behind;
            exponent = -behind;
            to += 1 + behind;
        }
        // the sign of a zero is left to value()
        return (bytes[to] | 0x20) == 'e' || (all == 0 && minus < 0) ? -1 : to;
    }

    /** Returns the number that {@link #readShort} has read. */
    double shortValue() {
        return (double) whole() / POWERS[-exponent];
    }

    /** Returns -1 for a minus sign, else 0. */
    private static int minus(byte character) {
        return (((character ^ '-') & 0xff) - 1) >> 31;
    }

    /** Returns how many of eight bytes are digits, up to the first that is none; each is less '0'. */
    private static int digits(long bytes) {
        long others = ((bytes + 0x7676767676767676L) | bytes) & 0x8080808080808080L;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** Returns the number of so many digits: digits first, then pairs, fours and all become numbers side by side. */
    private static long number(long bytes, int count) {
        long digits = bytes << (-Byte.SIZE * count);
        long pairs = digits * 10 + (digits >>> 8);
        long first = (pairs & 0x000000ff000000ffL) * (100 + (1_000_000L << 32));
        long second = ((pairs >>> 16) & 0x000000ff000000ffL) * (1 + (10_000L << 32));
        return (first + second) >>> 32;
    }

    private int readAny(int start, int limit) {
        end = limit;
        minus = minus(text[start]);
        int first = start - minus;
        at = first;
        digits = 0;
        skipDigits();
        count = at - first;
        boolean isSound = count == 1 || (count > 1 && text[first] != '0');
        isWhole = true;
        exponent = 0;
        isSound = isSound && readFraction();
        all = digits;
        isSound = isSound && readExponent();
        boolean isShort = at - from <= LONGEST && (!isWhole || count <= MAX_DIGITS);
        return isSound && isShort ? at : -1;
    }

    private boolean readFraction() {
        if (at >= end || text[at] != '.') {
            return true;
        }
        isWhole = false;
        int point = ++at;
        skipDigits();
        exponent = point - at;
        count -= exponent;
        return exponent < 0;
    }

    private boolean readExponent() {
        if (at >= end || (text[at] | 0x20) != 'e') {
            return true;
        }
        isWhole = false;
        at++;
        boolean isSmall = at < end && text[at] == '-';
        if (isSmall || (at < end && text[at] == '+')) {
            at++;
        }
        int start = at;
        digits = 0;
        skipDigits();
        exponent += (int) (isSmall ? -digits : digits);
        return at > start && at - start <= MAX_EXPONENT_DIGITS;
    }

    /** Skips digits, and appends them to {@link #digits}, which overflows beyond 18 of them. */
    private void skipDigits() {
        byte[] bytes = text;
        int last = end;
        int i = at;
        long number = digits;
        while (i < last) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
            i++;
        }
        digits = number;
        at = i;
    }

    /** Returns whether it has neither a fraction nor an exponent. */
    boolean isWhole() {
        return isWhole;
    }

    /** Returns the number if it is whole. */
    long whole() {
        return (all ^ minus) - minus;
    }

    /**
     * Returns the double nearest to the number. With few digits, it is one correctly rounded operation on two exact
     * doubles (Clinger, How to read floating point numbers accurately, PLDI 1990).
     */
    double value() {
        if (count > MAX_DIGITS || all > LARGEST_EXACT || Math.abs(exponent) >= POWERS.length) {
            return NumberInput.parseDouble(new String(text, from, at - from, ISO_8859_1), true);
        }
        double exact = minus < 0 ? -(double) all : all;
        return exponent < 0 ? exact / POWERS[-exponent] : exact * POWERS[exponent];
    }
}
