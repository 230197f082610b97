package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.activity.DeadLetterSample;
import io.elmstream.activity.InstanceActivity;
import io.elmstream.batch.Rejection;
import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.TaskSensors;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Counts the dead letters of a task, in the metrics of Kafka Streams and for reports of activity. The processors of a
 * task have the same sensors, and thus one count.
 */
final class RejectionCounts {

    private final TaskSensors sensors;
    private final Map<Rejection, Sensor> deadLetters = new EnumMap<>(Rejection.class);
    private final ProcessorContext<?, ?> context;
    private final Optional<InstanceActivity> activity;

    /** @param activity counts them too; empty if nobody reads that */
    RejectionCounts(ProcessorContext<?, ?> context, Optional<InstanceActivity> activity) {
        this.context = context;
        this.activity = activity;
        sensors = new TaskSensors(context.metrics(), context.taskId());
        for (Rejection reason : Rejection.values()) {
            Sensor sensor = sensors.sensor("dead-letters-" + reason);
            sensors.add(sensor, OwnMetric.DEAD_LETTERS, Map.of("reason", reason.name()), new CumulativeCount());
            deadLetters.put(reason, sensor);
        }
    }

    /**
     * Counts a dead letter.
     *
     * @param origin of the record
     * @param key of the record
     * @param detail why, in words; empty if the reason says all
     */
    void add(RecordMetadata origin, byte @Nullable [] key, Rejection reason, String detail) {
        Objects.requireNonNull(deadLetters.get(reason)).record();
        long now = context.currentSystemTimeMs();
        activity.ifPresent(counts -> counts.rejected(
                reason.name(),
                now,
                () -> new DeadLetterSample(
                        reason.name(),
                        origin.topic(),
                        origin.partition(),
                        origin.offset(),
                        key == null ? "" : new String(key, UTF_8),
                        detail.isEmpty() ? reason.explanation() : detail,
                        now)));
    }

    void close() {
        sensors.close();
    }
}
