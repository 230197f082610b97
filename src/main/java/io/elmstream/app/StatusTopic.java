package io.elmstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.governor.InstanceReport;
import io.elmstream.topology.LeftOutRecords;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was said on the status topic lately.
 *
 * @param reports the latest of each instance, by instance id; those that left are not among them
 * @param comparisons the latest of each model, by model id
 * @param answers of the governor, oldest first
 */
public record StatusTopic(
        SortedMap<String, InstanceReport> reports, Map<String, ModelComparison> comparisons, List<ModelStatus> answers) {

    /** How far back is looked. */
    public static final Duration LATELY = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(StatusTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * Reads the topic from {@link #LATELY} before now up to its present end.
     *
     * @param kafka how to reach the cluster
     * @param now in epoch milliseconds
     */
    public static StatusTopic read(Map<String, Object> kafka, Topics topics, long now) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        LeftOutRecords leftOut = new LeftOutRecords();
        StatusTopic status = new StatusTopic(new TreeMap<>(), new HashMap<>(), new ArrayList<>());
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topics.modelStatus(), 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long from = Optional.ofNullable(consumer.offsetsForTimes(Map.of(partition, now - LATELY.toMillis())).get(partition))
                    .map(found -> found.offset())
                    .orElse(end);
            consumer.seek(partition, from);
            while (consumer.position(partition) < end) {
                consumer.poll(POLL).forEach(record -> status.take(record, leftOut));
            }
            leftOut.tell(LOG, topics.modelStatus());
        }
        return status;
    }

    /** The instances that are running. */
    public List<InstanceReport> live(long now) {
        return reports.values().stream().filter(report -> !isStale(report, now)).toList();
    }

    /** The instances that ran lately and say nothing any more. */
    public List<InstanceReport> stale(long now) {
        return reports.values().stream().filter(report -> isStale(report, now)).toList();
    }

    /** How an instance stands with a model; empty where it does not know it. */
    public static Optional<InstanceReport.Model> model(InstanceReport report, String modelId) {
        return report.models().stream().filter(model -> model.modelId().equals(modelId)).findFirst();
    }

    /** A version on an instance; empty where it is not in memory there. */
    public static Optional<InstanceReport.Version> version(InstanceReport report, String modelId, int version) {
        return model(report, modelId).stream()
                .flatMap(model -> model.versions().stream())
                .filter(reported -> reported.version() == version)
                .findFirst();
    }

    private static boolean isStale(InstanceReport report, long now) {
        return now - report.at() > InstanceReporter.STALE.toMillis();
    }

    private void take(ConsumerRecord<byte[], byte[]> record, LeftOutRecords leftOut) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        String key = new String(record.key(), UTF_8);
        try {
            if (ReportRecords.isReport(key)) {
                take(ReportRecords.read(record.value()));
            } else if (ReportRecords.isComparison(key)) {
                ModelComparison comparison = ControlCodec.comparisons().decode(record.value());
                comparisons.put(comparison.getModelId(), comparison);
            } else {
                answers.add(ControlCodec.statuses().decode(record.value()));
            }
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            leftOut.add(record.offset(), e.getMessage());
        }
    }

    private void take(InstanceReport report) {
        if (report.leaving()) {
            reports.remove(report.instanceId());
        } else {
            reports.put(report.instanceId(), report);
        }
    }
}
