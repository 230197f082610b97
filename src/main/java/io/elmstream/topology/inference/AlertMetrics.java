package io.elmstream.topology.inference;

import io.elmstream.serving.RareWarning;
import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.TaskSensors;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records a task's alert states in the metrics of Kafka Streams, and warns when there are too many. */
final class AlertMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(AlertMetrics.class);

    private final RareWarning tooMany = new RareWarning(LOG);
    private final RareWarning crowded = new RareWarning(LOG);
    private final TaskSensors sensors;
    private final TaskId task;
    private final LongSupplier clock;
    private final Sensor states;
    private final Sensor expired;
    private final Sensor evicted;

    /** @param clock in milliseconds */
    AlertMetrics(StreamsMetrics metrics, TaskId task, LongSupplier clock) {
        this.sensors = new TaskSensors(metrics, task);
        this.task = task;
        this.clock = clock;
        this.states = sensors.sensor(OwnMetric.ALERT_STATES, new Value());
        this.expired = sensors.sensor(OwnMetric.ALERT_STATES_EXPIRED, new CumulativeCount());
        this.evicted = sensors.sensor(OwnMetric.ALERT_STATES_EVICTED, new CumulativeCount());
    }

    void states(int number) {
        states.record(number);
    }

    void expired() {
        expired.record();
    }

    /**
     * Counts an evicted state.
     *
     * @param bound the number of states that was reached
     */
    void evicted(int bound) {
        evicted.record();
        tooMany.warn(
                clock.getAsLong(),
                () -> "task " + task + " has more than " + bound + " sensors with hits or alerts"
                        + " (alerts.max.states): a model is wrong, a producer invents sensor ids, or the"
                        + " bound is too low. It"
                        + " evicts the least recently seen ones without a raised alert");
    }

    /**
     * Says that the sensor seen least recently was forgotten, although rules remember it.
     *
     * @param bound the number of sensors that was reached
     */
    void forgotten(int bound) {
        crowded.warn(
                clock.getAsLong(),
                () -> "task " + task + " has more than " + bound + " sensors that rules remember"
                        + " (alerts.max.states). It forgets the least recently seen ones, whose silence raises no"
                        + " alert: set the bound to more than the number of sensors of a partition");
    }

    void close() {
        sensors.close();
    }
}
