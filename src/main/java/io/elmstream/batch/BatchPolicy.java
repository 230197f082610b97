package io.elmstream.batch;

import java.time.Duration;

/**
 * When a micro-batch is scored: as soon as it is full, or when its oldest reading has waited long enough. A commit of
 * Kafka Streams also scores it, independently of this policy.
 *
 * @param maxSize readings in a full batch, over all models and versions, 1 to {@value #LARGEST}
 * @param linger how long the oldest reading may wait, 0 (each reading is scored immediately) to 60 seconds, in whole
 *     milliseconds
 */
public record BatchPolicy(int maxSize, Duration linger) {

    /** The largest batch; larger ones would only need larger buffers, without making the kernel faster. */
    public static final int LARGEST = 65_536;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public BatchPolicy {
        if (maxSize < 1 || maxSize > LARGEST) {
            throw new IllegalArgumentException("batch.max.size must be 1 to " + LARGEST + ", but is " + maxSize);
        }
        if (linger.isNegative() || linger.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "batch.linger.ms must be 0 to " + LONGEST.toMillis() + ", but is " + linger.toMillis());
        }
    }

    /** Returns whether a batch of this size must be scored now, whatever its age. */
    public boolean isFull(int size) {
        return size >= maxSize || linger.isZero();
    }
}
