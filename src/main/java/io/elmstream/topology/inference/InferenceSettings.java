package io.elmstream.topology.inference;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.model.ModelId;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.Topics;
import java.util.Optional;

/**
 * What the inference topology is built from.
 *
 * @param topics the topics' names
 * @param batch when a micro-batch leaves
 * @param defaultModel the model for readings that name none; empty makes those dead letters
 * @param alerts when a sensor is in a state of alert
 * @param maxDeadLetterBytes the largest dead letter that is wanted; larger values are cut
 * @param publishShadow whether what a challenger in shadow says goes to its topic
 * @param modelsCacheBytes what versions that serve no more may take in memory, in bytes
 * @param limits what the topics take that are written to
 */
public record InferenceSettings(
        Topics topics,
        BatchPolicy batch,
        Optional<ModelId> defaultModel,
        AlertSettings alerts,
        int maxDeadLetterBytes,
        boolean publishShadow,
        int modelsCacheBytes,
        OutputLimits limits) {

    /** The largest dead letter by default: it holds readings of 1 MiB. */
    public static final int DEFAULT_DEAD_LETTER_BYTES = 1_114_112;

    /** What versions that serve no more may take by default: 64 MiB. */
    public static final int DEFAULT_CACHE_BYTES = 64 << 20;

    /**
     * With shadow predictions published, the default for versions that serve no more, and topics that take what Kafka
     * does by default.
     */
    public InferenceSettings(
            Topics topics,
            BatchPolicy batch,
            Optional<ModelId> defaultModel,
            AlertSettings alerts,
            int maxDeadLetterBytes) {
        this(
                topics,
                batch,
                defaultModel,
                alerts,
                maxDeadLetterBytes,
                true,
                DEFAULT_CACHE_BYTES,
                OutputLimits.standard(maxDeadLetterBytes));
    }

    /** The same with other limits. */
    public InferenceSettings withLimits(OutputLimits others) {
        return new InferenceSettings(
                topics, batch, defaultModel, alerts, maxDeadLetterBytes, publishShadow, modelsCacheBytes, others);
    }
}
