package io.elmstream.alert;

/**
 * The position of a reading in the input.
 *
 * @param topic the topic of the reading
 * @param partition its partition, 0 or more
 * @param offset the offset of its record, 0 or more
 * @param index its index in the record, 0 or more: a record may have many readings
 */
public record Position(String topic, int partition, long offset, int index) {

    public Position {
        if (partition < 0 || offset < 0 || index < 0) {
            throw new IllegalArgumentException("partition, offset and index must be 0 or more, got partition "
                    + partition + ", offset " + offset + ", index " + index);
        }
    }

    /**
     * Returns the position of a record, which is that of its first reading.
     *
     * @param topic the topic of the record
     * @param partition its partition, 0 or more
     * @param offset its offset, 0 or more
     */
    public Position(String topic, int partition, long offset) {
        this(topic, partition, offset, 0);
    }

    /** Returns the usual notation, {@code topic-partition@offset}, with {@code #index} from the second reading on. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset + (index == 0 ? "" : "#" + index);
    }
}
