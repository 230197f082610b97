package io.elmstream.readings;

import io.elmstream.wire.AvroInput;

/** Reads one value of a writer's schema, and puts what a mapping names into its place. */
@FunctionalInterface
interface AvroStep {

    /**
     * Reads a value; sets the input's error if it is invalid.
     *
     * @param in at the first byte of the value
     * @param row of the reading that the value belongs to
     */
    void read(AvroInput in, DecodedReadings into, int row);
}
