package io.elmstream.rollout;

import java.math.BigDecimal;

/**
 * The fraction of a model's sensors that a challenger gets. A sensor in a share is in every larger share too, so it
 * does not flip back and forth while the share grows.
 *
 * @param basisPoints hundredths of a percent, 1 to 10,000
 */
public record Share(int basisPoints) implements Comparable<Share> {

    /** All sensors. */
    public static final Share ALL = new Share(KeyBuckets.COUNT);

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if out of range
     */
    public Share {
        if (basisPoints < 1 || basisPoints > KeyBuckets.COUNT) {
            throw new IllegalArgumentException(
                    "share must be 1 to " + KeyBuckets.COUNT + " hundredths of a percent, got " + basisPoints);
        }
    }

    /** Returns whether the keys of a bucket belong to the share. */
    public boolean includes(int bucket) {
        return bucket < basisPoints;
    }

    @Override
    public int compareTo(Share other) {
        return Integer.compare(basisPoints, other.basisPoints);
    }

    /** Returns the percentage, for example {@code 12.5 %}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
    }
}
