package io.elmstream.kernel;

/**
 * The hyperbolic tangent in single precision as a quotient of two polynomials, {@code a P(a^2) / Q(a^2)} of degree 9
 * over 8, for a clipped at {@value #CUT} on either side, where tanh is 1 to the last bit but one. The coefficients come
 * from a reweighted least-squares fit (Lawson's weights) of {@code a P - tanh(a) Q} to 3,000 Chebyshev points, which
 * leaves an error of 2e-8; their last bits were then adjusted to minimize the largest error of the sums as they are
 * rounded below. The error over all floats is below {@value #MAX_ERROR}, with fused sums and without, and 6e-8 in the
 * mean square.
 *
 * <p>Only sums, products and one quotient, in a fixed order: the same bits on every machine, and the JIT can vectorize
 * it.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // shortest decimal form of the floats that were fitted
final class Tanh {

    /** A bound of the absolute error. */
    static final float MAX_ERROR = 4e-7f;

    static final float CUT = 9;

    static final float P1 = 0.999999881f;
    static final float P3 = 0.133731961f;
    static final float P5 = 3.48658022e-3f;
    static final float P7 = 2.04717999e-5f;
    static final float P9 = 1.31841942e-8f;
    static final float Q2 = 0.467064917f;
    static final float Q4 = 2.58419737e-2f;
    static final float Q6 = 3.2713823e-4f;
    static final float Q8 = 7.70264762e-7f;

    private Tanh() {}

    /** Replaces values by their tanh. */
    static void apply(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            float a = Math.max(-CUT, Math.min(CUT, values[i]));
            float s = a * a;
            float p = ((((P9 * s + P7) * s + P5) * s + P3) * s + P1) * a;
            float q = (((Q8 * s + Q6) * s + Q4) * s + Q2) * s + 1;
            values[i] = p / q;
        }
    }
}
