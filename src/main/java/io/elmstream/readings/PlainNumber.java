package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.io.NumberInput;

/** A number in JSON text that is not too long to be read at once. Reused for every number. */
final class PlainNumber {

    private static final int LONGEST = 100;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_EXPONENT_DIGITS = 4;
    /** Whole numbers up to this one, and the powers of ten below, are doubles without rounding. */
    private static final long LARGEST_EXACT = 1L << 53;

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

    private boolean isNegative;
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
        at = start;
        end = limit;
        isNegative = text[at] == '-';
        if (isNegative) {
            at++;
        }
        int first = at;
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
        return isNegative ? -all : all;
    }

    /**
     * Returns the double nearest to the number. With few digits, it is one correctly rounded operation on two exact
     * doubles (Clinger, How to read floating point numbers accurately, PLDI 1990).
     */
    double value() {
        if (count > MAX_DIGITS || all > LARGEST_EXACT || Math.abs(exponent) >= POWERS.length) {
            return NumberInput.parseDouble(new String(text, from, at - from, ISO_8859_1), true);
        }
        double exact = isNegative ? -(double) all : all;
        return exponent < 0 ? exact / POWERS[-exponent] : exact * POWERS[exponent];
    }
}
