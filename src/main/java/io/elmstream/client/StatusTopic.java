package io.elmstream.client;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.Topics;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was said on the status topic lately, as far as there is room for it.
 *
 * @param reports the latest of each instance, by instance id; those that left are not among them
 * @param comparisons the latest of each model, by model id
 * @param answers of the governor, oldest first
 */
public record StatusTopic(
        SortedMap<String, InstanceReport> reports, Map<String, Merged> comparisons, List<ModelStatus> answers) {

    /** How far back is looked. */
    public static final Duration LATELY = Duration.ofMinutes(10);

    /**
     * What the governor merged of a model's challenger.
     *
     * @param gateStandsStill why the challenger's conditions decide nothing, and what to do; empty if they do, or where
     *     it has none
     */
    public record Merged(ModelComparison comparison, Optional<String> gateStandsStill) {}

    private static final Logger LOG = LoggerFactory.getLogger(StatusTopic.class);

    /**
     * Reads the topic from {@link #LATELY} before now up to its present end.
     *
     * @param kafka how to reach the cluster
     * @param now in epoch milliseconds
     */
    public static StatusTopic read(Map<String, Object> kafka, Topics topics, long now) {
        LatestStatus latest = new LatestStatus();
        try (Consumer<byte[], byte[]> consumer = new KafkaClients(kafka).consumer()) {
            TopicPartition partition = new TopicPartition(topics.modelStatus(), 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long from = Optional.ofNullable(consumer.offsetsForTimes(Map.of(partition, now - LATELY.toMillis()))
                            .get(partition))
                    .map(found -> found.offset())
                    .orElse(end);
            consumer.seek(partition, from);
            PresentRecords.of(consumer).forEach(latest::take);
        }
        return latest.found(LOG, topics.modelStatus());
    }

    /** The instances that are running. */
    public List<InstanceReport> live(long now) {
        return reports.values().stream().filter(report -> !isStale(report, now)).toList();
    }

    /** The instances that ran lately and say nothing any more. */
    public List<InstanceReport> stale(long now) {
        return reports.values().stream().filter(report -> isStale(report, now)).toList();
    }

    /** What was merged last of a model's challenger. */
    public Optional<Merged> comparison(ModelId modelId) {
        return Optional.ofNullable(comparisons.get(modelId.value()));
    }

    /** How an instance stands with a model; empty where it does not know it. */
    public static Optional<InstanceReport.Model> model(InstanceReport report, ModelId modelId) {
        return report.models().stream()
                .filter(model -> model.modelId().equals(modelId))
                .findFirst();
    }

    /** A version on an instance; empty where it is not in memory there. */
    public static Optional<InstanceReport.Version> version(InstanceReport report, VersionKey version) {
        return model(report, version.modelId()).stream()
                .flatMap(model -> model.versions().stream())
                .filter(reported -> reported.version() == version.version())
                .findFirst();
    }

    private static boolean isStale(InstanceReport report, long now) {
        return now - report.at() > InstanceReport.STALE.toMillis();
    }
}
