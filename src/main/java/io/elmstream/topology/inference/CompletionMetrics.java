package io.elmstream.topology.inference;

import io.elmstream.elm.Counted;
import io.elmstream.readings.sparkplug.Completion.Kind;
import io.elmstream.readings.sparkplug.SparkplugTopic;
import io.elmstream.serving.RareWarning;
import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.TaskSensors;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Sensor;
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
    private final TaskSensors sensors;
    private final TaskId task;
    private final LongSupplier clock;
    private final Map<Kind, Sensor> noReadings = new EnumMap<>(Kind.class);
    private final Sensor missing;
    private final Sensor states;
    private final Sensor evicted;

    /** @param clock in milliseconds */
    CompletionMetrics(StreamsMetrics metrics, TaskId task, LongSupplier clock) {
        this.sensors = new TaskSensors(metrics, task);
        this.task = task;
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            String tag = kind.name().toLowerCase(Locale.ROOT);
            noReadings.put(
                    kind,
                    sensors.add(
                            sensors.sensor("records-without-readings-" + tag),
                            OwnMetric.RECORDS_WITHOUT_READINGS,
                            Map.of("kind", tag),
                            new CumulativeCount()));
        }
        this.missing = sensors.sensor(OwnMetric.NODE_MESSAGES_MISSING, new CumulativeSum());
        this.states = sensors.sensor(OwnMetric.NODE_STATES, new Value());
        this.evicted = sensors.sensor(OwnMetric.NODE_STATES_EVICTED, new CumulativeCount());
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
        sensors.close();
    }
}
