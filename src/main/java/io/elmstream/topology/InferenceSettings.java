package io.elmstream.topology;

import io.elmstream.batch.BatchPolicy;
import java.util.Optional;

/**
 * What the inference topology is built from.
 *
 * @param topics the topics' names
 * @param batch when a micro-batch leaves
 * @param defaultModel the model for readings that name none; empty makes those dead letters
 * @param alerts when a sensor is in a state of alert
 * @param maxDeadLetterBytes the largest record that the dead letter topic and the producer take; larger values are cut
 * @param publishShadow whether what a challenger in shadow says goes to its topic
 * @param modelsCacheBytes what versions that serve no more may take in memory, in bytes
 */
public record InferenceSettings(
        Topics topics,
        BatchPolicy batch,
        Optional<String> defaultModel,
        AlertSettings alerts,
        int maxDeadLetterBytes,
        boolean publishShadow,
        int modelsCacheBytes) {

    /** What versions that serve no more may take by default: 64 MiB. */
    public static final int DEFAULT_CACHE_BYTES = 64 << 20;

    /** With shadow predictions published, and the default for versions that serve no more. */
    public InferenceSettings(
            Topics topics,
            BatchPolicy batch,
            Optional<String> defaultModel,
            AlertSettings alerts,
            int maxDeadLetterBytes) {
        this(topics, batch, defaultModel, alerts, maxDeadLetterBytes, true, DEFAULT_CACHE_BYTES);
    }
}
