package io.elmstream.topology.inference;

import io.elmstream.elm.Counted;
import io.elmstream.readings.sparkplug.Completion.Kind;
import io.elmstream.readings.sparkplug.SparkplugTopic;
import io.elmstream.serving.RareWarning;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what a task's completion of records does, in the metrics of Kafka Streams. */
final class CompletionMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(CompletionMetrics.class);

    private final RareWarning gap = new RareWarning(LOG);
    private final RareWarning crowded = new RareWarning(LOG);
    private final StreamsMetrics metrics;
    private final TaskId task;
    private final LongSupplier clock;
    private final List<Sensor> sensors = new ArrayList<>();
    private final Map<Kind, Sensor> noReadings = new EnumMap<>(Kind.class);
    private final Sensor missing;
    private final Sensor states;
    private final Sensor evicted;

    /** @param clock in milliseconds */
    CompletionMetrics(StreamsMetrics metrics, TaskId task, LongSupplier clock) {
        this.metrics = metrics;
        this.task = task;
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            noReadings.put(
                    kind,
                    sensor(
                            "records-without-readings-total",
                            "records of Sparkplug B that are no readings, by kind",
                            Map.of("kind", kind.name().toLowerCase(Locale.ROOT)),
                            new CumulativeCount()));
        }
        this.missing = sensor(
                "node-messages-missing-total",
                "messages of edge nodes that are missing, by their sequence numbers",
                Map.of(),
                new CumulativeSum());
        this.states =
                sensor("node-states", "edge nodes and devices whose metrics are remembered", Map.of(), new Value());
        this.evicted = sensor(
                "node-states-evicted-total",
                "edge nodes and devices that were forgotten because there were too many",
                Map.of(),
                new CumulativeCount());
    }

    void noReading(Kind kind) {
        Objects.requireNonNull(noReadings.get(kind)).record();
    }

    /** Counts messages that are missing before a message. */
    void missing(SparkplugTopic topic, int messages) {
        missing.record(messages);
        gap.warn(
                clock.getAsLong(),
                () -> "task " + task + " misses " + Counted.of(messages, "message") + " before a " + topic.type()
                        + " of the edge node "
                        + topic.node() + ", by its sequence numbers: they were lost on the way, or are on another"
                        + " partition. Values that they changed are out of date until the next change or birth");
    }

    void states(int number) {
        states.record(number);
    }

    /**
     * Counts a node or a device that was forgotten.
     *
     * @param bound what they may take together, in bytes
     */
    void evicted(long bound) {
        evicted.record();
        crowded.warn(
                clock.getAsLong(),
                () -> "task " + task + " remembers metrics of edge nodes and devices of more than " + bound
                        + " bytes. It forgets those that sent nothing for longest, and their next data become dead"
                        + " letters: use more partitions");
    }

    void close() {
        sensors.forEach(metrics::removeSensor);
    }

    private Sensor sensor(String name, String description, Map<String, String> tags, MeasurableStat stat) {
        Map<String, String> all = new TreeMap<>(tags);
        all.put("task-id", task.toString());
        Sensor sensor = metrics.addSensor(
                "elmstream." + task + "." + name + String.join("-", tags.values()), RecordingLevel.INFO);
        sensor.add(new MetricName(name, BatchMetrics.GROUP, description, all), stat);
        sensors.add(sensor);
        return sensor;
    }
}
