package io.elmstream.topology.inference;

import io.elmstream.serving.CacheUse;
import io.elmstream.topology.OwnMetric;
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
    private final Sensor size;
    private final Sensor waited;
    private final Sensor lateReadings;
    private final Sensor versionsWaited;
    private final Sensor cacheRows;
    private final Sensor cacheHits;
    private final Sensor cacheSaved;
    private final Sensor cacheSpent;
    private final Sensor swaps;

    BatchMetrics(StreamsMetrics metrics, TaskId task) {
        this.sensors = new TaskSensors(metrics, task);
        this.size = sensors.sensor("batch-size");
        sensors.add(size, OwnMetric.READINGS_IN_BATCHES, Map.of(), new CumulativeSum());
        sensors.add(size, OwnMetric.BATCH_SIZE, Map.of(), new Avg());
        this.waited = sensors.sensor("batch-wait");
        sensors.add(waited, OwnMetric.OLDEST_WAITED_AVG, Map.of(), new Avg());
        sensors.add(waited, OwnMetric.OLDEST_WAITED_MAX, Map.of(), new Max());
        this.lateReadings = sensors.sensor("late-readings");
        sensors.add(lateReadings, OwnMetric.LATE_READINGS, Map.of(), new CumulativeSum());
        this.versionsWaited = sensors.sensor("versions-wait");
        sensors.add(versionsWaited, OwnMetric.VERSIONS_WAITED, Map.of(), new CumulativeSum());
        sensors.add(versionsWaited, OwnMetric.VERSIONS_WAITED_MAX, Map.of(), new Max());
        this.cacheRows = total(OwnMetric.CACHE_LOOKUPS);
        this.cacheHits = total(OwnMetric.CACHE_HITS);
        this.cacheSaved = total(OwnMetric.CACHE_SAVED);
        this.cacheSpent = total(OwnMetric.CACHE_SPENT);
        this.swaps = sensors.sensor(OwnMetric.SWAPS, new CumulativeCount());
        sensors.add(swaps, OwnMetric.SWAP_TIME, Map.of(), new CumulativeSum());
        sensors.add(swaps, OwnMetric.SWAP_TIME_MAX, Map.of(), new Max());
        for (Trigger trigger : Trigger.values()) {
            Sensor sensor = sensors.sensor("batches-" + trigger);
            sensors.add(sensor, OwnMetric.BATCHES, Map.of("trigger", name(trigger)), new CumulativeCount());
            batches.put(trigger, sensor);
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

    /** Records how long it took to change to other models. */
    void swapped(long nanos) {
        swaps.record(nanos);
    }

    void close() {
        sensors.close();
    }

    private Sensor total(OwnMetric metric) {
        return sensors.sensor(metric, new CumulativeSum());
    }

    private static String name(Trigger trigger) {
        return trigger.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
