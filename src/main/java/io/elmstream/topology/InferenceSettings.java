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
 */
public record InferenceSettings(
        Topics topics, BatchPolicy batch, Optional<String> defaultModel, AlertSettings alerts, int maxDeadLetterBytes) {}
