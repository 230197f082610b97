package io.elmstream.kernel;

/**
 * The exponential of a number that is 0 or less, in single precision: {@code 2^n e^r} with integer n and {@code |r| <=
 * ln 2 / 2}, and e^r its Taylor polynomial of degree 6. The relative error is below 5e-7. Below {@value #LOWEST} the
 * result is that of {@value #LOWEST}, about 5e-38.
 *
 * <p>Only sums, products and operations on bits, in a fixed order: the same bits on every machine, and the JIT can
 * vectorize it.
 */
final class Exponential {

    static final float LOWEST = -86;
    static final float LOG2_E = 1.4426950f;
    /** Adding it to a small number leaves the nearest integer in the lowest bits. */
    static final float SHIFT = 0x1.8p23f;

    static final float MINUS_LN2 = -0x1.62e4p-1f;
    static final float MINUS_LN2_REST = -1.4286068e-6f;
    static final float C6 = 1 / 720f;
    static final float C5 = 1 / 120f;
    static final float C4 = 1 / 24f;
    static final float C3 = 1 / 6f;

    private Exponential() {}

    /** Replaces values by the exponential of their negative part. */
    static void apply(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            float x = Math.max(LOWEST, Math.min(0, values[i]));
            float shifted = x * LOG2_E + SHIFT;
            float n = shifted - SHIFT;
            float r = n * MINUS_LN2_REST + (n * MINUS_LN2 + x);
            float p = ((((C6 * r + C5) * r + C4) * r + C3) * r + 0.5f) * r + 1;
            p = p * r + 1;
            values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
        }
    }
}
