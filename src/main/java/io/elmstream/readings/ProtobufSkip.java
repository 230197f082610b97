package io.elmstream.readings;

import io.elmstream.wire.ProtobufInput;

/**
 * Skips a value.
 *
 * @param tag of the field
 */
record ProtobufSkip(int tag) implements ProtobufStep {

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        in.skip(tag);
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        // nothing was read
    }
}
