package io.elmstream.kernel;

/** The hyperbolic tangent of many floats, in place. */
final class Tanh {

    private Tanh() {}

    static void apply(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = (float) StrictMath.tanh(values[i]);
        }
    }
}
