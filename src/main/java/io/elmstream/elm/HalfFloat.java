package io.elmstream.elm;

/**
 * Numbers of 16 bits (IEEE 754 binary16: 11 significant bits, up to 65,504), for weights that were rounded to them
 * before training, so that the model file stores them in half the space without loss. The JDK converts them from
 * release 20 only.
 */
public final class HalfFloat {

    /** The largest finite value. */
    public static final float MAX_VALUE = 65_504;

    /** The smallest value above 0. */
    public static final float MIN_VALUE = 0x1p-24f;

    private static final int SIGN = 0x8000;
    private static final int INFINITY = 0x7c00;

    private HalfFloat() {}

    /**
     * Rounds to the nearest value of 16 bits, ties to even, and to the largest finite one beyond it.
     *
     * @param value a finite number
     * @return the rounded value
     */
    public static float round(float value) {
        float size = Math.min(Math.abs(value), MAX_VALUE);
        // the distance of neighbouring values: 10 bits after the leading one, and never less than the smallest
        float step = Math.max(Math.scalb(1f, Math.getExponent(size) - 10), MIN_VALUE);
        return Math.copySign((float) Math.rint(size / step) * step, value);
    }

    /**
     * Returns whether a value has a form of 16 bits.
     *
     * @param value any number
     * @return whether {@link #toBits} loses nothing
     */
    public static boolean isExact(float value) {
        return Float.isFinite(value) && Float.floatToRawIntBits(round(value)) == Float.floatToRawIntBits(value);
    }

    /**
     * Returns the bits of a value.
     *
     * @param value a value for which {@link #isExact} holds
     * @return its 16 bits
     */
    public static short toBits(float value) {
        float size = Math.abs(value);
        int sign = (Float.floatToRawIntBits(value) >>> 16) & SIGN;
        int exponent = Math.getExponent(size);
        if (exponent < -14) {
            return (short) (sign | (int) (size / MIN_VALUE));
        }
        int significand = (Float.floatToRawIntBits(size) >>> 13) & 0x3ff;
        return (short) (sign | (exponent + 15) << 10 | significand);
    }

    /**
     * Returns the value of 16 bits.
     *
     * @param bits the bits
     * @return the value; infinite or NaN where the bits say so
     */
    public static float fromBits(short bits) {
        int exponent = (bits & INFINITY) >>> 10;
        int significand = bits & 0x3ff;
        float size;
        if (exponent == 0) {
            size = significand * MIN_VALUE;
        } else if (exponent == 31) {
            size = significand == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            size = Float.intBitsToFloat((exponent + 112) << 23 | significand << 13);
        }
        return (bits & SIGN) == 0 ? size : -size;
    }
}
