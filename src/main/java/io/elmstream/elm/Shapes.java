package io.elmstream.elm;

/** Checks of lengths and values, with messages that name the field, the value and the position. */
public final class Shapes {

    private Shapes() {}

    /**
     * Rejects an invalid argument.
     *
     * @param holds whether it is valid
     * @param otherwise the message if not
     * @throws IllegalArgumentException if it is not
     */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static void requireLength(String field, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(field + " has length " + length + ", must have " + expected);
        }
    }

    static void requireFinite(String field, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(field + "[" + i + "] is " + values[i] + ", must be a finite number");
            }
        }
    }

    /** Checks that each value is a number from -bound to bound. */
    static void requireWithin(String field, float[] values, float bound) {
        for (int i = 0; i < values.length; i++) {
            // written so that NaN fails too
            if (!(Math.abs(values[i]) <= bound)) {
                throw new IllegalArgumentException(
                        field + "[" + i + "] is " + values[i] + ", must be from " + -bound + " to " + bound);
            }
        }
    }
}
