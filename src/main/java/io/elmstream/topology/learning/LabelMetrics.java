package io.elmstream.topology.learning;

import io.elmstream.labels.LabelOutcome;
import io.elmstream.serving.RareWarning;
import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.TaskSensors;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records a task's labels in the metrics of Kafka Streams, and warns of those that say something is wrong. */
final class LabelMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(LabelMetrics.class);

    private final TaskSensors sensors;
    private final TaskId task;
    private final LongSupplier clock;
    private final Map<LabelOutcome, Sensor> outcomes = new EnumMap<>(LabelOutcome.class);
    private final Sensor labelsWaiting;
    private final Sensor readingsWaiting;
    private final Sensor readingsDisplaced;
    private final RareWarning invalid = new RareWarning(LOG);
    private final RareWarning contradictory = new RareWarning(LOG);
    private final RareWarning tooMany = new RareWarning(LOG);

    /** @param clock in milliseconds */
    LabelMetrics(StreamsMetrics metrics, TaskId task, LongSupplier clock) {
        this.sensors = new TaskSensors(metrics, task);
        this.task = task;
        this.clock = clock;
        for (LabelOutcome outcome : LabelOutcome.values()) {
            outcomes.put(outcome, sensors.sensor(metric(outcome), new CumulativeCount()));
        }
        this.labelsWaiting = sensors.sensor(OwnMetric.LABELS_WAITING, new Value());
        this.readingsWaiting = sensors.sensor(OwnMetric.READINGS_WAITING, new Value());
        this.readingsDisplaced = sensors.sensor(OwnMetric.READINGS_DISPLACED, new CumulativeCount());
    }

    private static OwnMetric metric(LabelOutcome outcome) {
        return switch (outcome) {
            case JOINED -> OwnMetric.LABELS_JOINED;
            case DOUBLED -> OwnMetric.LABELS_DOUBLED;
            case CONTRADICTORY -> OwnMetric.LABELS_CONTRADICTORY;
            case LATE -> OwnMetric.LABELS_LATE;
            case UNMATCHED -> OwnMetric.LABELS_UNMATCHED;
            case DISPLACED -> OwnMetric.LABELS_DISPLACED;
            case INVALID -> OwnMetric.LABELS_INVALID;
        };
    }

    void outcome(LabelOutcome outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).record();
    }

    void waiting(int labels, int readings) {
        labelsWaiting.record(labels);
        readingsWaiting.record(readings);
    }

    /** @param why place, field and value */
    void invalid(Supplier<String> why) {
        outcome(LabelOutcome.INVALID);
        invalid.warn(clock.getAsLong(), () -> "task " + task + " got an invalid label: " + why.get());
    }

    /** @param what the label and the one that its reading has */
    void contradictory(Supplier<String> what) {
        outcome(LabelOutcome.CONTRADICTORY);
        contradictory.warn(
                clock.getAsLong(),
                () -> "task " + task + " got a contradictory label: " + what.get() + ", which stays");
    }

    /** @param bound the number of readings that was reached */
    void readingDisplaced(int bound) {
        readingsDisplaced.record();
        tooMany.warn(
                clock.getAsLong(),
                () -> "task " + task + " keeps more than " + bound + " readings for their labels. The oldest are given"
                        + " up, and labels for them will be unmatched: increase learn.label.max.waiting");
    }

    void close() {
        sensors.close();
    }
}
