package io.elmstream.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.model.ModelId;

/**
 * Distributes keys over 10,000 buckets, the same everywhere and forever: FNV-1a with 64 bits (Fowler, Noll, Vo;
 * draft-eastlake-fnv) over the salt and the key, followed by the finalizer of SplitMix64 (Steele, Lea, Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014), because FNV alone distributes short keys badly. It is
 * independent of the hash that chooses a partition, so every partition has keys in every bucket.
 */
public final class KeyBuckets {

    /** The number of buckets. */
    public static final int COUNT = 10_000;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long salted;

    private KeyBuckets(long salted) {
        this.salted = salted;
    }

    /**
     * Returns the buckets for a challenger. Model and version are the salt, so that different challengers get different
     * sensors.
     */
    public static KeyBuckets of(ModelId modelId, int challenger) {
        return new KeyBuckets(fnv(FNV_OFFSET, (modelId + "/" + challenger + "/").getBytes(UTF_8)));
    }

    /**
     * Returns the bucket of a key.
     *
     * @return the key's bucket, 0 to 9,999
     */
    public int bucket(byte[] key) {
        long hash = mixed(fnv(salted, key));
        return (int) (((hash >>> 32) * COUNT) >>> 32);
    }

    private static long fnv(long start, byte[] bytes) {
        long hash = start;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
