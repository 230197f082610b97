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
     * sum of standardised features has variance 1; biases are uniform in [-1, 1). For tanh and the clip both are then
     * doubled, and for the sigmoid, which is a tanh of half the sum, doubled again: otherwise those units are too close
     * to linear to be of use.
     *
     * <p>The random numbers are those of {@link SplitMix}: first, unit by unit, its inputs and weights in turn, then
     * all biases.
     */
    SPLITMIX_MIXED_1("splitmix-mixed-1");

    private static final int[] INPUTS_SEEN = {2, 3, 4};

    /** The number of units after which the numbers of inputs seen repeat. */
    public static final int TURN = INPUTS_SEEN.length + 1;

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

    /** Returns the units with their inputs, weights and biases. */
    HiddenUnits units(long seed, int inputs, int units, Activation activation) {
        float[] weights = weights(seed, inputs, units, activation);
        return HiddenUnits.dense(inputs, activation, weights, biases(seed, inputs, units, activation));
    }

    /** Returns W, row-major units x inputs. */
    static float[] weights(long seed, int inputs, int units, Activation activation) {
        float[] weights = new float[units * inputs];
        int[] order = new int[inputs];
        SplitMix random = new SplitMix(seed);
        for (int u = 0; u < units; u++) {
            int seen = inputsSeen(u, inputs);
            float scale = gain(activation) * (float) Math.sqrt(3.0 / seen);
            for (int j = 0; j < inputs; j++) {
                order[j] = j;
            }
            for (int k = 0; k < seen; k++) {
                int drawn = k + random.below(inputs - k);
                int input = order[drawn];
                order[drawn] = order[k];
                weights[u * inputs + input] = random.uniform() * scale;
            }
        }
        return weights;
    }

    /** Returns b, one per unit. */
    static float[] biases(long seed, int inputs, int units, Activation activation) {
        SplitMix random = new SplitMix(seed);
        for (int u = 0; u < units; u++) {
            random.skip(2L * inputsSeen(u, inputs));
        }
        float[] biases = new float[units];
        for (int u = 0; u < units; u++) {
            biases[u] = random.uniform() * gain(activation);
        }
        return biases;
    }

    /**
     * Returns the number of inputs that a unit sees.
     *
     * @param unit its index
     * @param inputs the number of all inputs
     * @return 1 or more
     */
    public static int inputsSeen(int unit, int inputs) {
        int turn = unit % TURN;
        return turn == INPUTS_SEEN.length ? inputs : Math.min(INPUTS_SEEN[turn], inputs);
    }

    /**
     * Returns the factor of weights and biases for an activation, a power of two, so that multiplication is exact.
     *
     * @param activation of the units
     * @return 1, 2 or 4
     */
    public static float gain(Activation activation) {
        return switch (activation) {
            case TANH, CLIP -> 2;
            case SIGMOID -> 4;
            case RELU, LINEAR, GAUSSIAN -> 1;
        };
    }
}
