package io.elmstream.readings;

import io.elmstream.wire.ProtobufInput;

/**
 * Reads one value of a field, and puts what a mapping names into its place. A field may occur several times in a
 * message, and a message in several parts; what was read of the same <em>instance</em> before then counts, too.
 */
interface ProtobufStep {

    /**
     * Reads a value; sets the input's error if it is invalid.
     *
     * @param in at the first byte of the value, behind the tag
     * @param row of the reading that the value belongs to
     * @param instance the number of the reading, or of the entry of a map, in which the value is; from 1
     */
    void read(ProtobufInput in, DecodedReadings into, int row, long instance);

    /** Puts what the value is while the message that it is a field of does not have it. */
    default void preset(DecodedReadings into, int row) {}

    /** Takes back what was read, because it was replaced. */
    void clear(DecodedReadings into, int row);
}
