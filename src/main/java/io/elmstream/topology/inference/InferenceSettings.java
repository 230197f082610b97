package io.elmstream.topology.inference;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.model.ModelId;
import io.elmstream.readings.Mappings;
import io.elmstream.serving.CacheSettings;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.Topics;
import java.util.Optional;

/**
 * The settings of the inference topology.
 *
 * @param topics the names of the topics
 * @param mappings how the readings on the input topics are written
 * @param batch when a micro-batch is flushed
 * @param defaultModel the model for readings that name none; if empty, those become dead letters
 * @param alerts when a sensor is in alert
 * @param maxDeadLetterBytes the largest dead letter; larger values are truncated
 * @param publishShadow whether predictions of challengers in shadow mode are published to their topic
 * @param modelsCacheBytes the memory for versions that no longer serve, in bytes
 * @param cache whether equal readings are answered from memory
 * @param outputs the form of predictions and alerts
 * @param limits the limits of the output topics
 */
public record InferenceSettings(
        Topics topics,
        Mappings mappings,
        BatchPolicy batch,
        Optional<ModelId> defaultModel,
        AlertSettings alerts,
        int maxDeadLetterBytes,
        boolean publishShadow,
        int modelsCacheBytes,
        CacheSettings cache,
        OutputSettings outputs,
        OutputLimits limits) {

    /** The default for the largest dead letter, which fits readings of 1 MiB. */
    public static final int DEFAULT_DEAD_LETTER_BYTES = 1_114_112;

    /** The default memory for versions that no longer serve: 64 MiB. */
    public static final int DEFAULT_CACHE_BYTES = 64 << 20;

    /**
     * Settings with readings in Elmstream's own format, published shadow predictions, the default memory for versions
     * that no longer serve, no cache of predictions, outputs in Avro, and topics with Kafka's default limits.
     */
    public InferenceSettings(
            Topics topics,
            BatchPolicy batch,
            Optional<ModelId> defaultModel,
            AlertSettings alerts,
            int maxDeadLetterBytes) {
        this(
                topics,
                Mappings.elmstream(topics.readings()),
                batch,
                defaultModel,
                alerts,
                maxDeadLetterBytes,
                true,
                DEFAULT_CACHE_BYTES,
                CacheSettings.OFF,
                OutputSettings.AVRO,
                OutputLimits.standard(maxDeadLetterBytes));
    }

    /** Returns a copy with other limits. */
    public InferenceSettings withLimits(OutputLimits others) {
        return with(mappings, alerts, cache, outputs, others);
    }

    /** Returns a copy with readings in other forms. */
    public InferenceSettings withMappings(Mappings others) {
        return with(others, alerts, cache, outputs, limits);
    }

    /** Returns a copy with other alerts. */
    public InferenceSettings withAlerts(AlertSettings others) {
        return with(mappings, others, cache, outputs, limits);
    }

    /** Returns a copy with outputs in another form. */
    public InferenceSettings withOutputs(OutputSettings others) {
        return with(mappings, alerts, cache, others, limits);
    }

    /** Returns a copy with another cache. */
    public InferenceSettings withCache(CacheSettings other) {
        return with(mappings, alerts, other, outputs, limits);
    }

    /**
     * Returns the largest number of readings that Kafka Streams may process as one record: a micro-batch, if they are
     * the only input of their task, or 1. Kafka Streams orders the records of several topics by timestamp, and a bundle
     * has the timestamp of its first reading; records that need completion are no readings yet.
     */
    public int bundleSize() {
        boolean onlyInput = mappings.all().size() == 1
                && mappings.pattern().isEmpty()
                && !mappings.needCompletion()
                && !alerts.clearing();
        return onlyInput ? batch.maxSize() : 1;
    }

    private InferenceSettings with(
            Mappings readings,
            AlertSettings alerting,
            CacheSettings caching,
            OutputSettings forms,
            OutputLimits bounds) {
        return new InferenceSettings(
                topics,
                readings,
                batch,
                defaultModel,
                alerting,
                maxDeadLetterBytes,
                publishShadow,
                modelsCacheBytes,
                caching,
                forms,
                bounds);
    }
}
