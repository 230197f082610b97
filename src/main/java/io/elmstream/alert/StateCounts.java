package io.elmstream.alert;

/**
 * Detects, without a lookup, that a sensor has no stored {@link AlertState}, which is the case for nearly every
 * prediction. It counts the stored states by the hash of their sensor in a fixed number of buckets: if the bucket is
 * empty, there is no state; otherwise the store has to be queried.
 *
 * <p>Not thread-safe.
 */
public final class StateCounts {

    private static final int BUCKET_BITS = 14;

    private final int[] counts = new int[1 << BUCKET_BITS];

    /** Returns whether there may be a state for a sensor with this hash. */
    public boolean mayHold(int hash) {
        return counts[bucket(hash)] > 0;
    }

    /** Records that a new state was stored. */
    public void added(int hash) {
        counts[bucket(hash)]++;
    }

    /** Records that a stored state was deleted. */
    public void removed(int hash) {
        counts[bucket(hash)]--;
    }

    /**
     * Returns the bucket of a hash. The hashes of similar names differ in few bits; the golden ratio spreads them
     * (Knuth, TAOCP 3, 6.4, multiplicative hashing).
     */
    private static int bucket(int hash) {
        return (hash * 0x9E3779B9) >>> (Integer.SIZE - BUCKET_BITS);
    }
}
