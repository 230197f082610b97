package io.elmstream.kernel;

/**
 * The hyperbolic tangent in single precision as a quotient of two polynomials, {@code a P(a^2) / Q(a^2)} of degree 9
 * over 6, for a cut off at {@value #CUT} on either side. The coefficients minimise the largest absolute error; they
 * come from a reweighted least-squares fit (Lawson's weights) to tanh on 4,000 Chebyshev points. The error over all
 * floats, rounding included, is below {@value #MAX_ERROR}.
 *
 * <p>Only sums, products and one quotient, in a fixed order: the same bits on every machine, and vector code by the
 * JIT.
 */
final class Tanh {

    /** A bound of the absolute error. */
    static final float MAX_ERROR = 1e-6f;

    static final float CUT = 8;

    static final float P1 = 0.99999905f;
    static final float P3 = 0.12699781f;
    static final float P5 = 2.6844952e-3f;
    static final float P7 = 7.0834485e-6f;
    static final float P9 = -6.0199912e-9f;
    static final float Q2 = 0.46032774f;
    static final float Q4 = 2.2797389e-2f;
    static final float Q6 = 1.9529906e-4f;

    private Tanh() {}

    /** Replaces the first {@code count} values by their tanh. */
    static void apply(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            float a = Math.max(-CUT, Math.min(CUT, values[i]));
            float s = a * a;
            float p = ((((P9 * s + P7) * s + P5) * s + P3) * s + P1) * a;
            float q = ((Q6 * s + Q4) * s + Q2) * s + 1;
            values[i] = p / q;
        }
    }
}
