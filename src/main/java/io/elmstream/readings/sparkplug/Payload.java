package io.elmstream.readings.sparkplug;

import io.elmstream.wire.ProtobufInput;
import io.elmstream.wire.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A payload of Sparkplug B (section 6.4 of the specification), as far as readings need it. A payload in which
 * {@link Completion} has put the names also has what was held before it, in one of the fields that the specification
 * leaves to others.
 *
 * @param timestamp of the message, in epoch milliseconds
 * @param seq the number of the message, 0 to 255
 * @param metrics of the message
 * @param held the metrics as they were before the message; empty if the payload is as its edge node sent it
 */
public record Payload(OptionalLong timestamp, OptionalInt seq, List<Metric> metrics, Optional<List<Metric>> held) {

    /** The most metrics of a payload; more would hold up the commit. */
    public static final int MOST_METRICS = 100_000;

    static final int TIMESTAMP = 1;
    static final int METRICS = 2;
    static final int SEQ = 3;
    /** The payload of the metrics that are held; the specification leaves the fields from 6 on to others. */
    static final int HELD = 10_100;

    public Payload {
        metrics = List.copyOf(metrics);
        held = held.map(List::copyOf);
    }

    /**
     * Parses a payload.
     *
     * @throws UnreadableRecordException with what is wrong, as the end of a sentence about the value
     */
    public static Payload parse(byte[] bytes) throws UnreadableRecordException {
        return parse(bytes, 0);
    }

    /** @param from where the payload begins */
    static Payload parse(byte[] bytes, int from) throws UnreadableRecordException {
        ProtobufInput in = new ProtobufInput();
        in.reset(bytes, from);
        Payload payload = new Reader(true).read(in);
        if (in.failed()) {
            throw new UnreadableRecordException(
                    "is no payload of Sparkplug B, " + in.problem() + " (of " + bytes.length + ")", null);
        }
        return payload;
    }

    /** Returns whether all metrics have names, and whole numbers have data types. */
    public boolean isComplete() {
        return metrics.stream().allMatch(metric -> metric.isNamed() && !metric.lacksDatatype());
    }

    /** Returns the time of a metric in epoch milliseconds: its own, or that of the message. */
    public OptionalLong timeOf(Metric metric) {
        return metric.timestamp().isPresent() ? metric.timestamp() : timestamp;
    }

    /** Returns metrics of this payload in the order of their times; those without any come first. */
    public List<Metric> inOrder(List<Metric> any) {
        List<Metric> ordered = new ArrayList<>(any);
        ordered.sort(Comparator.comparingLong(metric -> timeOf(metric).orElse(Long.MIN_VALUE)));
        return ordered;
    }

    private static final class Reader {

        private final boolean isOuter;
        private OptionalLong timestamp = OptionalLong.empty();
        private OptionalInt seq = OptionalInt.empty();
        private Optional<List<Metric>> held = Optional.empty();
        private final List<Metric> metrics = new ArrayList<>();

        private Reader(boolean isOuter) {
            this.isOuter = isOuter;
        }

        private Payload read(ProtobufInput in) {
            while (in.hasMore()) {
                int tag = in.readTag();
                switch (tag) {
                    case TIMESTAMP << 3 | ProtobufInput.VARINT -> timestamp = OptionalLong.of(in.readVarint());
                    case SEQ << 3 | ProtobufInput.VARINT -> seq = OptionalInt.of((int) in.readVarint() & 0xff);
                    case METRICS << 3 | ProtobufInput.LENGTH -> metric(in);
                    case HELD << 3 | ProtobufInput.LENGTH -> held(in);
                    default -> in.skip(tag);
                }
            }
            return new Payload(timestamp, seq, metrics, held);
        }

        private void metric(ProtobufInput in) {
            if (metrics.size() == MOST_METRICS) {
                in.fail("there are more than " + MOST_METRICS + " metrics");
                return;
            }
            metrics.add(MetricReader.read(in));
        }

        private void held(ProtobufInput in) {
            if (held.isPresent() || !isOuter) {
                in.fail("the field " + HELD + " is there twice");
                return;
            }
            held = Optional.of(List.of());
            int outer = in.enter();
            List<Metric> inner = new Reader(false).read(in).metrics();
            in.leave(outer);
            held = Optional.of(inner);
        }
    }
}
