package io.elmstream.elm;

/**
 * The activation function of a hidden unit.
 *
 * <p>The functions here are the double-precision reference. They use {@link StrictMath}, so a result has the same bits
 * on every JDK.
 */
public enum Activation {
    /** {@code 1 / (1 + exp(-a))}, range 0 to 1. */
    SIGMOID {
        @Override
        public double apply(double a) {
            return 0.5 + 0.5 * StrictMath.tanh(0.5 * a);
        }
    },

    /** The hyperbolic tangent, range -1 to 1. */
    TANH {
        @Override
        public double apply(double a) {
            return StrictMath.tanh(a);
        }
    },

    /** {@code max(a, 0)}, range 0 upwards. */
    RELU {
        @Override
        public double apply(double a) {
            return Math.max(a, 0);
        }
    };

    /**
     * Returns the activation of one weighted sum.
     *
     * @param a the weighted sum plus bias
     * @return g(a)
     */
    public abstract double apply(double a);
}
