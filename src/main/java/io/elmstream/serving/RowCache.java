package io.elmstream.serving;

import java.util.Arrays;

/**
 * The scores of rows that came before, found by the whole row and the number of the version, never by a hash alone.
 * Flat arrays of a fixed size: a ring of entries, whose oldest are overwritten, and an index into it with
 * {@value #WAYS} places a bucket. Not thread-safe.
 *
 * <p>An entry is the version's number, its features, its probabilities, and 1 if a verifier answered it, else 0. A
 * place counts from the beginning, without wrapping, so that an entry was overwritten if its place is a whole ring
 * behind.
 */
final class RowCache {

    static final int NONE = -1;

    private static final int WAYS = 4;
    private static final int BYTES_A_PLACE = Long.BYTES + Integer.BYTES;
    /** The memory for each place in the index, a quarter of it for the place: enough places for rows of 10 numbers. */
    private static final int BYTES_FOR_A_PLACE = 4 * BYTES_A_PLACE;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final float[] ring;
    private final long[] places;
    private final int[] hashes;
    private long next;

    /** @param maxBytes of the arrays, 0 or more; a cache that is too small for a row keeps none */
    RowCache(int maxBytes) {
        int index = WAYS * Math.max(1, maxBytes / BYTES_FOR_A_PLACE / WAYS);
        places = new long[index];
        hashes = new int[index];
        ring = new float[Math.max(0, maxBytes - index * BYTES_A_PLACE) / Float.BYTES];
        // so that an empty place is a whole ring behind
        next = 2L * ring.length + 1;
    }

    /** Returns the size of the arrays, in bytes. */
    int bytes() {
        return ring.length * Float.BYTES + places.length * BYTES_A_PLACE;
    }

    /** Returns how many rows fit. */
    int rows(int width, int classes) {
        return Math.min(places.length, ring.length / length(width, classes));
    }

    private static int length(int width, int classes) {
        return width + classes + 2;
    }

    /** Returns the hash of a row for a version. */
    static int hash(int version, float[] rows, int at, int width) {
        long hash = version;
        for (int i = at; i < at + width; i++) {
            hash = hash * MULTIPLIER + Float.floatToRawIntBits(rows[i]);
        }
        hash = (hash ^ (hash >>> 32)) * MULTIPLIER;
        return (int) (hash >>> 32);
    }

    /**
     * Finds a row.
     *
     * @param hash of the row for the version
     * @return the entry, valid until the next {@link #put}, or {@link #NONE}
     */
    int find(int hash, int version, float[] rows, int at, int width) {
        int bucket = bucket(hash);
        for (int i = bucket; i < bucket + WAYS; i++) {
            if (hashes[i] == hash && places[i] >= next - ring.length) {
                int entry = (int) (places[i] % ring.length);
                // compares the bits of all numbers, except that one NaN is like another, which they are to a model
                if (ring[entry] == version && Arrays.equals(ring, entry + 1, entry + 1 + width, rows, at, at + width)) {
                    return entry;
                }
            }
        }
        return NONE;
    }

    /** Copies the probabilities of an entry, and returns whether a verifier answered it. */
    boolean read(int entry, int width, float[] scores, int at, int classes) {
        System.arraycopy(ring, entry + 1 + width, scores, at, classes);
        return ring[entry + 1 + width + classes] != 0;
    }

    /**
     * Keeps the scores of a row, in place of the oldest.
     *
     * @param hash of the row for the version
     */
    void put(
            int hash,
            int version,
            float[] rows,
            int at,
            int width,
            float[] scores,
            int scoresAt,
            int classes,
            boolean verified) {
        int length = length(width, classes);
        if (length > ring.length) {
            return;
        }
        int entry = (int) (next % ring.length);
        if (entry + length > ring.length) {
            next += ring.length - entry;
            entry = 0;
        }
        ring[entry] = version;
        System.arraycopy(rows, at, ring, entry + 1, width);
        System.arraycopy(scores, scoresAt, ring, entry + 1 + width, classes);
        ring[entry + 1 + width + classes] = verified ? 1 : 0;
        int place = placeFor(hash);
        hashes[place] = hash;
        places[place] = next;
        next += length;
    }

    /** Returns the place with this hash, which is most likely the same row, or else the oldest of its bucket. */
    private int placeFor(int hash) {
        int bucket = bucket(hash);
        int oldest = bucket;
        for (int i = bucket; i < bucket + WAYS; i++) {
            if (hashes[i] == hash) {
                return i;
            }
            oldest = places[i] < places[oldest] ? i : oldest;
        }
        return oldest;
    }

    private int bucket(int hash) {
        long buckets = places.length / WAYS;
        return WAYS * (int) ((Integer.toUnsignedLong(hash) * buckets) >>> Integer.SIZE);
    }
}
