package io.elmstream.readings.sparkplug;

import io.elmstream.readings.sparkplug.MetricValue.None;
import io.elmstream.wire.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of an edge node or a device with their latest values, by name and by alias. It is stored as a byte with
 * the number of the format, and a payload of Sparkplug B whose metrics have names, aliases, data types and values.
 */
final class HeldMetrics {

    private static final byte FORMAT = 1;

    private final List<Metric> metrics = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<Long, Integer> byAlias = new HashMap<>();

    /** Returns the metrics of a birth. */
    static HeldMetrics ofBirth(Payload birth) {
        HeldMetrics held = new HeldMetrics();
        birth.metrics().stream().filter(Metric::isNamed).forEach(held::put);
        return held;
    }

    /**
     * Returns the metrics of a stored state; none if there is no state.
     *
     * @throws UnreadableRecordException if this release cannot read it
     */
    static HeldMetrics decode(byte @Nullable [] state) throws UnreadableRecordException {
        HeldMetrics held = new HeldMetrics();
        if (state != null) {
            if (state.length == 0 || state[0] != FORMAT) {
                throw new UnreadableRecordException(
                        state.length + " bytes that are not the metrics of a node in format " + FORMAT, null);
            }
            Payload.parse(state, 1).metrics().forEach(held::put);
        }
        return held;
    }

    byte[] encode() {
        byte[] payload = PayloadWriter.of(metrics);
        byte[] state = new byte[1 + payload.length];
        state[0] = FORMAT;
        System.arraycopy(payload, 0, state, 1, payload.length);
        return state;
    }

    /** Returns the payload in a stored state. */
    static byte[] payload(byte @Nullable [] state) {
        return state == null ? new byte[0] : Arrays.copyOfRange(state, 1, state.length);
    }

    int size() {
        return metrics.size();
    }

    /** Returns the metric that a metric of a message stands for, by its name or its alias. */
    Optional<Metric> of(Metric message) {
        Integer index = message.isNamed()
                ? byName.get(message.name())
                : message.alias().isPresent() ? byAlias.get(message.alias().getAsLong()) : null;
        return index == null ? Optional.empty() : Optional.of(metrics.get(index));
    }

    Optional<Metric> named(String name) {
        return Optional.ofNullable(byName.get(name)).map(metrics::get);
    }

    /** Holds what a birth says of a metric. */
    private void put(Metric born) {
        put(born.held(), byName.get(born.name()));
    }

    /** Holds the value of a message; a stored value, and none, change nothing. */
    void take(Metric message) {
        if (!message.isHistorical() && !(message.value() instanceof None)) {
            Integer index = byName.get(message.name());
            Metric latest = message.held();
            put(index == null || latest.alias().isPresent() ? latest : latest.withAliasOf(metrics.get(index)), index);
        }
    }

    private void put(Metric metric, @Nullable Integer known) {
        int index = known == null ? metrics.size() : known;
        if (known == null) {
            metrics.add(metric);
            byName.put(metric.name(), index);
        } else {
            metrics.set(index, metric);
        }
        metric.alias().ifPresent(alias -> byAlias.put(alias, index));
    }
}
