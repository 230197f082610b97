package io.elmstream.topology.inference;

import io.elmstream.batch.Rejection;
import io.elmstream.serving.CacheUse;
import io.elmstream.topology.TaskSensors;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;

/** Records a task's micro-batches in the metrics of Kafka Streams; updated once per batch, not once per reading. */
final class BatchMetrics {

    private final TaskSensors sensors;
    private final Map<Trigger, Sensor> batches = new EnumMap<>(Trigger.class);
    private final Map<Rejection, Sensor> deadLetters = new EnumMap<>(Rejection.class);
    private final Sensor size;
    private final Sensor waited;
    private final Sensor lateReadings;
    private final Sensor versionsWaited;
    private final Sensor cacheRows;
    private final Sensor cacheHits;
    private final Sensor cacheSaved;
    private final Sensor cacheSpent;

    BatchMetrics(StreamsMetrics metrics, TaskId task) {
        this.sensors = new TaskSensors(metrics, task);
        this.size = sensors.sensor("batch-size");
        sensors.add(size, "readings-in-batches-total", "readings processed in batches", Map.of(), new CumulativeSum());
        sensors.add(size, "batch-size-avg", "readings in a batch", Map.of(), new Avg());
        this.waited = sensors.sensor("batch-wait");
        sensors.add(waited, "oldest-waited-ms-avg", "average wait of a batch's oldest reading", Map.of(), new Avg());
        sensors.add(waited, "oldest-waited-ms-max", "longest wait of a batch's oldest reading", Map.of(), new Max());
        this.lateReadings = sensors.sensor("late-readings");
        sensors.add(
                lateReadings,
                "late-readings-total",
                "readings that waited for a version to be loaded",
                Map.of(),
                new CumulativeSum());
        this.versionsWaited = sensors.sensor("versions-wait");
        sensors.add(
                versionsWaited,
                "versions-waited-ms-total",
                "total wait of batches for versions",
                Map.of(),
                new CumulativeSum());
        sensors.add(
                versionsWaited, "versions-waited-ms-max", "longest wait of a batch for versions", Map.of(), new Max());
        this.cacheRows = total("cache-lookups", "rows looked up in the cache");
        this.cacheHits = total("cache-hits", "rows answered from the cache");
        this.cacheSaved = total("cache-saved-ns", "time that these rows would have taken to score");
        this.cacheSpent = total("cache-spent-ns", "time for the cache");
        for (Trigger trigger : Trigger.values()) {
            Sensor sensor = sensors.sensor("batches-" + trigger);
            sensors.add(
                    sensor,
                    "batches-total",
                    "batches, by what triggered them",
                    Map.of("trigger", name(trigger)),
                    new CumulativeCount());
            batches.put(trigger, sensor);
        }
        for (Rejection reason : Rejection.values()) {
            Sensor sensor = sensors.sensor("dead-letters-" + reason);
            sensors.add(
                    sensor,
                    "dead-letters-total",
                    "dead letters, by reason",
                    Map.of("reason", reason.name()),
                    new CumulativeCount());
            deadLetters.put(reason, sensor);
        }
    }

    void flushed(Trigger trigger, int readings, long waitedMillis) {
        Objects.requireNonNull(batches.get(trigger)).record();
        size.record(readings);
        waited.record(waitedMillis);
    }

    /**
     * Records late readings.
     *
     * @param waitedMillis how long their batch waited for versions
     */
    void late(int readings, long waitedMillis) {
        lateReadings.record(readings);
        versionsWaited.record(waitedMillis);
    }

    /** Records what the cache did for a group of rows. */
    void cached(CacheUse use) {
        cacheRows.record(use.rows());
        cacheHits.record(use.hits());
        cacheSaved.record(use.savedNanos());
        cacheSpent.record(use.spentNanos());
    }

    void rejected(Rejection reason) {
        Objects.requireNonNull(deadLetters.get(reason)).record();
    }

    void close() {
        sensors.close();
    }

    private Sensor total(String name, String description) {
        Sensor sensor = sensors.sensor(name);
        sensors.add(sensor, name + "-total", description, Map.of(), new CumulativeSum());
        return sensor;
    }

    private static String name(Trigger trigger) {
        return trigger.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
