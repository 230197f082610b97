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
    },

    /** {@code max(-1, min(1, a))}, the hard tanh, range -1 to 1: nearly a tanh, for the price of {@link #RELU}. */
    CLIP {
        @Override
        public double apply(double a) {
            return Math.max(-1, Math.min(1, a));
        }
    },

    /** {@code a} itself, for {@link DirectHidden direct links}. */
    LINEAR {
        @Override
        public double apply(double a) {
            return a;
        }
    },

    /** {@code exp(min(a, 0))}, range 0 to 1, for {@link RadialHidden radial units}. */
    GAUSSIAN {
        @Override
        public double apply(double a) {
            return StrictMath.exp(Math.min(a, 0));
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
