package io.elmstream.client;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.Topics;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelLearner;
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
 * The recent contents of the status topic, with bounded size.
 *
 * @param reports the latest report of each instance, by instance id; without instances that left
 * @param comparisons the latest comparison of each model, by model id
 * @param learners what the learner says of each model, by model id; a learner without rows says nothing for longer than
 *     {@link #LATELY}, so one may be missing
 * @param answers the governor's answers, oldest first
 */
public record StatusTopic(
        SortedMap<String, InstanceReport> reports,
        Map<String, Merged> comparisons,
        Map<String, ModelLearner> learners,
        List<ModelStatus> answers) {

    /** The period before now that is read. */
    public static final Duration LATELY = Duration.ofMinutes(10);

    /**
     * The comparison of a model's challenger, merged by the governor.
     *
     * @param gateStandsStill why the challenger's conditions cannot take effect, and what to do; empty if they can, or
     *     if it has none
     */
    public record Merged(ModelComparison comparison, Optional<String> gateStandsStill) {}

    private static final Logger LOG = LoggerFactory.getLogger(StatusTopic.class);

    /**
     * Reads the topic from {@link #LATELY} before now up to its current end offset.
     *
     * @param kafka the properties of the client
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

    /** Returns the reports of running instances. */
    public List<InstanceReport> live(long now) {
        return reports.values().stream().filter(report -> !isStale(report, now)).toList();
    }

    /** Returns the reports of instances that stopped reporting without leaving. */
    public List<InstanceReport> stale(long now) {
        return reports.values().stream().filter(report -> isStale(report, now)).toList();
    }

    /** Returns the latest comparison of a model's challenger. */
    public Optional<Merged> comparison(ModelId modelId) {
        return Optional.ofNullable(comparisons.get(modelId.value()));
    }

    /** Returns what the learner says of a model. */
    public Optional<ModelLearner> learner(ModelId modelId) {
        return Optional.ofNullable(learners.get(modelId.value()));
    }

    /** Returns the report of an instance on a model; empty if the instance does not know the model. */
    public static Optional<InstanceReport.Model> model(InstanceReport report, ModelId modelId) {
        return report.models().stream()
                .filter(model -> model.modelId().equals(modelId))
                .findFirst();
    }

    /** Returns the report of an instance on a version; empty if the version is not in its memory. */
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
