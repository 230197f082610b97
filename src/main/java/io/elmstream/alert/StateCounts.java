package io.elmstream.alert;

/**
 * Tells, without looking it up, that a sensor has no stored {@link AlertState}, which is so for nearly every
 * prediction. It counts the stored states by the hash of their sensor in a fixed number of buckets: none in a sensor's
 * bucket is certain, any other number means that one has to look.
 *
 * <p>Not safe for threads.
 */
public final class StateCounts {

    private static final int BUCKET_BITS = 14;

    private final int[] counts = new int[1 << BUCKET_BITS];

    /** Whether there may be a state for a sensor with this hash. */
    public boolean mayHold(int hash) {
        return counts[bucket(hash)] > 0;
    }

    /** A state was stored where none was. */
    public void added(int hash) {
        counts[bucket(hash)]++;
    }

    /** A stored state was deleted. */
    public void removed(int hash) {
        counts[bucket(hash)]--;
    }

    /**
     * Hashes of like names differ in few bits; the golden ratio spreads them (Knuth, TAOCP 3, 6.4, multiplicative
     * hashing).
     */
    private static int bucket(int hash) {
        return (hash * 0x9E3779B9) >>> (Integer.SIZE - BUCKET_BITS);
    }
}
