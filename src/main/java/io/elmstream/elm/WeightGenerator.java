package io.elmstream.elm;

import java.util.Optional;

/**
 * A named way from a seed to the weights of a hidden layer. A generator never changes once a model was published with
 * it: a better one gets a name of its own.
 */
public enum WeightGenerator {
    /**
     * Numbers of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014), of
     * which the upper 24 bits make a float in [-1, 1). Weights are scaled by {@code sqrt(3 / inputs)}, so that a
     * weighted sum of standardised features has variance 1; biases are left in [-1, 1).
     *
     * <p>Only integer arithmetic and exactly rounded float operations: the same bits on any JDK.
     */
    SPLITMIX_UNIFORM_1("splitmix-uniform-1");

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final String id;

    WeightGenerator(String id) {
        this.id = id;
    }

    /** The name by which artefacts know this generator. */
    public String id() {
        return id;
    }

    /** The generator of this name, if this version of the product has it. */
    public static Optional<WeightGenerator> named(String id) {
        for (WeightGenerator generator : values()) {
            if (generator.id.equals(id)) {
                return Optional.of(generator);
            }
        }
        return Optional.empty();
    }

    float[] weights(long seed, int inputs, int units) {
        float scale = (float) Math.sqrt(3.0 / inputs);
        return draw(seed, 0, inputs * units, scale);
    }

    float[] biases(long seed, int inputs, int units) {
        return draw(seed, (long) inputs * units, units, 1);
    }

    /** SplitMix64 can be entered anywhere: its n-th number is a function of seed + n x gamma. */
    private static float[] draw(long seed, long from, int count, float scale) {
        float[] drawn = new float[count];
        for (int i = 0; i < count; i++) {
            long bits = mix(seed + (from + i + 1) * GOLDEN_GAMMA) >>> 40;
            drawn[i] = (bits - (1 << 23)) * 0x1p-23f * scale;
        }
        return drawn;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
