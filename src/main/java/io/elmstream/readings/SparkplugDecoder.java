package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import io.elmstream.data.Names;
import io.elmstream.readings.sparkplug.Metric;
import io.elmstream.readings.sparkplug.MetricValue;
import io.elmstream.readings.sparkplug.MetricValue.Flag;
import io.elmstream.readings.sparkplug.MetricValue.None;
import io.elmstream.readings.sparkplug.MetricValue.Null;
import io.elmstream.readings.sparkplug.MetricValue.Real;
import io.elmstream.readings.sparkplug.MetricValue.Text;
import io.elmstream.readings.sparkplug.MetricValue.Whole;
import io.elmstream.readings.sparkplug.Payload;
import io.elmstream.wire.UnreadableRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes payloads of Sparkplug B that are complete: the metrics of one time are one reading, with those that did not
 * change until then. Stored values that are sent later (historical ones) are readings of their own.
 */
final class SparkplugDecoder implements RecordDecoder {

    /** 2^63; what has no sign is at least this if it is read as negative. */
    private static final double SIGN = 0x1p63;

    private final Mapping mapping;
    private final Layout layout;
    private final Set<String> listed;
    private PathTree tree = new PathTree();
    private Set<String> names = Set.of();
    /** The nearest names to those that the record lacks: each of its many readings may lack the same. */
    private final Map<String, Optional<String>> nearest = new HashMap<>();

    SparkplugDecoder(Mapping mapping, Layout layout) {
        this.mapping = mapping;
        this.layout = layout;
        this.listed = mapping.listed();
        compile();
    }

    @Override
    public void compile() {
        tree = PathTree.of(Targets.of(mapping, layout));
    }

    /** Returns why a value is no payload; empty if it is one. */
    static Optional<String> problem(byte[] value) {
        try {
            Payload.parse(value);
            return Optional.empty();
        } catch (UnreadableRecordException e) {
            return Optional.of("the value " + e.getMessage());
        }
    }

    @Override
    public void decode(byte[] value, Headers headers, long timestamp, DecodedReadings into) {
        into.pack();
        try {
            read(Payload.parse(value), into);
        } catch (UnreadableRecordException e) {
            into.reject(Rejection.UNREADABLE, "the value " + e.getMessage());
        }
    }

    private void read(Payload payload, DecodedReadings into) {
        Optional<Metric> nameless =
                payload.metrics().stream().filter(metric -> !metric.isNamed()).findFirst();
        if (nameless.isPresent()) {
            into.reject(Rejection.NO_BIRTH, lack(nameless.get()));
            return;
        }
        List<Metric> held = payload.held().orElse(List.of());
        names = Stream.concat(payload.metrics().stream(), held.stream())
                .map(Metric::name)
                .collect(Collectors.toSet());
        nearest.clear();
        new Rows(payload, into).read(held);
    }

    private static String lack(Metric nameless) {
        String which = nameless.alias().isPresent()
                ? "the alias " + Long.toUnsignedString(nameless.alias().getAsLong())
                : "neither a name nor an alias";
        return "a metric has " + which + ", and no birth before it on this partition says what it stands for. Ask the"
                + " node for its births (the command Node Control/Rebirth), then replay the reading; if it has sent"
                + " them, key the records so that all of a node are on one partition";
    }

    @Override
    public Optional<String> nearest(FieldPath path) {
        String name = ((FieldPath.Name) path.steps().get(0)).name();
        return nearest.computeIfAbsent(
                name, lacking -> names.contains(lacking) ? Optional.empty() : Names.nearest(lacking, names));
    }

    private void put(Metric metric, DecodedReadings into, int row) {
        PathTree field = tree.name(metric.name());
        if (field == null || metric.value() instanceof None) {
            return;
        }
        for (Target target : field.targets()) {
            if (metric.lacksDatatype()) {
                target.other(into, row, "a whole number whose data type no birth before it on this partition says");
            } else {
                put(metric, target, into, row);
            }
        }
    }

    private static void put(Metric metric, Target target, DecodedReadings into, int row) {
        MetricValue value = metric.value();
        if (value instanceof Real real) {
            target.number(into, row, real.value());
        } else if (value instanceof Whole whole) {
            long number = metric.number(whole);
            if (number < 0 && metric.isUnsigned()) {
                target.number(into, row, number + 2 * SIGN);
            } else {
                target.integer(into, row, number);
            }
        } else if (value instanceof Flag flag) {
            target.flag(into, row, flag.value());
        } else if (value instanceof Text text) {
            target.text(into, row, text.value());
        } else if (value instanceof Null) {
            target.absent(into, row);
            target.nothing(into, row);
        } else {
            target.other(into, row, "a value of the data type " + metric.datatype());
        }
    }

    /** The readings of one payload. */
    private final class Rows {

        private static final int NO_ROW = -1;

        private final Payload payload;
        private final DecodedReadings into;
        /** What is known, but not in a row yet. */
        private final List<Metric> pending = new ArrayList<>();

        private int last = NO_ROW;

        private Rows(Payload payload, DecodedReadings into) {
            this.payload = payload;
            this.into = into;
        }

        private void read(List<Metric> held) {
            pending.addAll(held);
            List<Metric> ordered = payload.inOrder(payload.metrics());
            for (int from = 0; from < ordered.size() && into.rejection().isEmpty(); ) {
                OptionalLong time = payload.timeOf(ordered.get(from));
                int to = from;
                while (to < ordered.size() && payload.timeOf(ordered.get(to)).equals(time)) {
                    to++;
                }
                List<Metric> together = ordered.subList(from, to);
                add(together.stream().filter(Metric::isHistorical).toList(), time, true);
                add(together.stream().filter(each -> !each.isHistorical()).toList(), time, false);
                from = to;
            }
        }

        private void add(List<Metric> metrics, OptionalLong time, boolean areHistorical) {
            boolean isReading = listed.isEmpty()
                    ? !metrics.isEmpty()
                    : metrics.stream().anyMatch(metric -> listed.contains(metric.name()));
            if (!isReading) {
                if (!areHistorical) {
                    pending.addAll(metrics);
                }
                return;
            }
            int row = areHistorical || last == NO_ROW ? into.addReading() : into.addReadingLike(last);
            if (!areHistorical) {
                pending.forEach(metric -> put(metric, into, row));
                pending.clear();
                last = row;
            }
            metrics.forEach(metric -> put(metric, into, row));
            time.ifPresent(millis -> into.time(row, millis));
        }
    }
}
