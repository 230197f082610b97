package io.elmstream.elm;

/**
 * The random numbers of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
 * Only integer arithmetic and exactly rounded operations are used: the same bits on any JDK.
 */
public final class SplitMix {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * Starts a sequence.
     *
     * @param seed any number
     */
    public SplitMix(long seed) {
        state = seed;
    }

    /** Leaves out some numbers. */
    void skip(long numbers) {
        state += GOLDEN_GAMMA * numbers;
    }

    /**
     * Returns the next number as an integer.
     *
     * @param bound 1 or more
     * @return from 0 to bound - 1
     */
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** {@return the next number as a float in [-1, 1), made of its upper 24 bits} */
    public float uniform() {
        return ((next() >>> 40) - (1 << 23)) * 0x1p-23f;
    }

    private long next() {
        long z = state += GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
