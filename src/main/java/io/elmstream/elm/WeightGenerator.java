package io.elmstream.elm;

import java.util.Optional;

/**
 * A named method of generating the weights of a hidden layer from a seed. A generator never changes once a model was
 * published with it: a better one gets its own name.
 */
public enum WeightGenerator {
    /**
     * Units alternate in the number of inputs they see: 2, 3, 4, all. Units with few inputs find the sensors that
     * matter in combination, the others see the whole; on the sample data the mixture beats dense weights. The inputs
     * are drawn without repetition. Weights are uniform, scaled by {@code sqrt(3 / inputs seen)}, so that a weighted
     * sum of standardised features has variance 1; biases are uniform in [-1, 1). For tanh both are then doubled, and
     * for the sigmoid, which is a tanh of half the sum, doubled again: otherwise those units are too close to linear to
     * be of use.
     *
     * <p>The random numbers are those of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
     * generators", OOPSLA 2014): first, unit by unit, its inputs and weights in turn, then all biases. The upper 24
     * bits of a number make a float. Only integer arithmetic and exactly rounded operations are used: the same bits on
     * any JDK.
     */
    SPLITMIX_MIXED_1("splitmix-mixed-1");

    private static final int[] INPUTS_SEEN = {2, 3, 4};
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final String id;

    WeightGenerator(String id) {
        this.id = id;
    }

    /** {@return the name of this generator in artefacts} */
    public String id() {
        return id;
    }

    /**
     * Finds a generator by its name in artefacts.
     *
     * @param id a generator's {@link #id()}
     * @return the generator; empty if this release does not have it
     */
    public static Optional<WeightGenerator> named(String id) {
        for (WeightGenerator generator : values()) {
            if (generator.id.equals(id)) {
                return Optional.of(generator);
            }
        }
        return Optional.empty();
    }

    /** Returns W, row-major units x inputs. */
    float[] weights(long seed, int inputs, int units, Activation activation) {
        float[] weights = new float[units * inputs];
        int[] order = new int[inputs];
        long state = seed;
        for (int u = 0; u < units; u++) {
            int seen = inputsSeen(u, inputs);
            float scale = gain(activation) * (float) Math.sqrt(3.0 / seen);
            for (int j = 0; j < inputs; j++) {
                order[j] = j;
            }
            for (int k = 0; k < seen; k++) {
                int drawn = k + below(inputs - k, mix(state += GOLDEN_GAMMA));
                int input = order[drawn];
                order[drawn] = order[k];
                weights[u * inputs + input] = uniform(mix(state += GOLDEN_GAMMA)) * scale;
            }
        }
        return weights;
    }

    /** Returns b, one per unit. */
    float[] biases(long seed, int inputs, int units, Activation activation) {
        long state = seed;
        for (int u = 0; u < units; u++) {
            state += GOLDEN_GAMMA * (2L * inputsSeen(u, inputs));
        }
        float[] biases = new float[units];
        for (int u = 0; u < units; u++) {
            biases[u] = uniform(mix(state += GOLDEN_GAMMA)) * gain(activation);
        }
        return biases;
    }

    private static int inputsSeen(int unit, int inputs) {
        int turn = unit % (INPUTS_SEEN.length + 1);
        return turn == INPUTS_SEEN.length ? inputs : Math.min(INPUTS_SEEN[turn], inputs);
    }

    /** Returns the factor for an activation, a power of two, so that multiplication is exact. */
    private static float gain(Activation activation) {
        return switch (activation) {
            case RELU -> 1;
            case TANH -> 2;
            case SIGMOID -> 4;
        };
    }

    /** Returns an integer from 0 to bound - 1. */
    private static int below(int bound, long bits) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** Returns a float in [-1, 1). */
    private static float uniform(long bits) {
        return ((bits >>> 40) - (1 << 23)) * 0x1p-23f;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
