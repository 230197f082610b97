package io.elmstream.topology.governor;

import io.elmstream.quality.Drift;
import io.elmstream.quality.Drift.Signal;
import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.TaskSensors;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;

/** Counts the drifts that the governor's task has found in the metrics of Kafka Streams. */
final class QualityMetrics {

    private final TaskSensors sensors;
    private final Map<Signal, Sensor> found = new EnumMap<>(Signal.class);

    QualityMetrics(StreamsMetrics metrics, TaskId task) {
        sensors = new TaskSensors(metrics, task);
        for (Signal signal : Signal.values()) {
            String name = signal.name().toLowerCase(Locale.ROOT);
            found.put(
                    signal,
                    sensors.add(
                            sensors.sensor("drifts-" + name),
                            OwnMetric.DRIFTS,
                            Map.of("signal", name),
                            new CumulativeCount()));
        }
    }

    void found(List<Drift> drifts) {
        drifts.forEach(
                drift -> Objects.requireNonNull(found.get(drift.signal())).record());
    }

    void close() {
        sensors.close();
    }
}
