package io.elmstream.readings;

import io.elmstream.wire.ProtobufInput;

/** Reads each element of a repeated field as a reading. */
final class ProtobufPack implements ProtobufStep {

    private final ProtobufStep reading;
    private final Instances instances;

    ProtobufPack(ProtobufStep reading, Instances instances) {
        this.reading = reading;
        this.instances = instances;
    }

    /** The numbers of readings and entries; no two are the same. */
    static final class Instances {

        private long last;

        long next() {
            return ++last;
        }
    }

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        int added = into.addReading();
        if (into.rejection().isPresent()) {
            in.fail("too many readings");
        } else {
            reading.read(in, into, added, instances.next());
        }
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        into.dropReadings();
    }
}
