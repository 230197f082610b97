package io.elmstream.readings;

import io.elmstream.wire.ProtobufInput;
import java.util.List;

/** Reads a {@code google.protobuf.Timestamp} as a point in time, whatever the mapping says of the form of times. */
final class ProtobufTime implements ProtobufStep {

    /** From year 1 to year 9999, as its documentation says. */
    private static final long EARLIEST = -62_135_596_800L;

    private static final long LATEST = 253_402_300_799L;
    private static final long NANOS_OF_A_SECOND = 1_000_000_000;
    private static final long NANOS_OF_A_MILLI = 1_000_000;

    private final Part seconds;
    private final Part nanos;
    private final ProtobufStep message;
    private final Target[] targets;

    /**
     * Creates the step.
     *
     * @param seconds receives the first field of the message
     * @param nanos receives the second one
     * @param message reads the message
     */
    ProtobufTime(Part seconds, Part nanos, ProtobufStep message, List<Target> targets) {
        this.seconds = seconds;
        this.nanos = nanos;
        this.message = message;
        this.targets = targets.toArray(Target[]::new);
    }

    /** Keeps a number; both parts may come in several messages. */
    static final class Part implements Target {

        private long value;

        @Override
        public void number(DecodedReadings into, int row, double number) {
            value = (long) number;
        }

        @Override
        public void integer(DecodedReadings into, int row, long number) {
            value = number;
        }

        @Override
        public void flag(DecodedReadings into, int row, boolean flag) {
            value = flag ? 1 : 0;
        }

        @Override
        public void text(DecodedReadings into, int row, String text) {
            value = Long.MAX_VALUE;
        }

        @Override
        public void nothing(DecodedReadings into, int row) {
            value = 0;
        }

        @Override
        public void absent(DecodedReadings into, int row) {
            value = 0;
        }

        @Override
        public void other(DecodedReadings into, int row, String type) {
            value = Long.MAX_VALUE;
        }
    }

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        message.read(in, into, row, instance);
        boolean isTime = seconds.value >= EARLIEST
                && seconds.value <= LATEST
                && nanos.value >= 0
                && nanos.value < NANOS_OF_A_SECOND;
        for (Target target : targets) {
            if (!(target instanceof TimeTarget)) {
                target.other(into, row, "a google.protobuf.Timestamp");
            } else if (isTime) {
                into.time(row, seconds.value * 1_000 + nanos.value / NANOS_OF_A_MILLI);
            } else {
                into.badTime(row, seconds.value + " s and " + nanos.value + " ns");
            }
        }
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        message.clear(into, row);
        for (Target target : targets) {
            target.absent(into, row);
        }
    }
}
