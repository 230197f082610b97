package io.elmstream.alert;

/**
 * The position of a reading in the input.
 *
 * @param topic the topic of the reading
 * @param partition its partition, 0 or more
 * @param offset its offset, 0 or more
 */
public record Position(String topic, int partition, long offset) {

    public Position {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "partition and offset must be 0 or more, got partition " + partition + ", offset " + offset);
        }
    }

    /** Returns the usual notation, {@code topic-partition@offset}. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
