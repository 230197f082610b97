package io.elmstream.config;

import io.elmstream.topology.learning.LearningSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The learner of an instance.
 *
 * @param enabled whether the instance runs it
 * @param key the file with the private key that it signs its commands with; empty if they are not signed
 * @param threads its stream threads, 1 or more
 * @param learning how models learn
 * @param kafka properties for the learner only, which override those of the instance
 */
public record LearnerSettings(
        boolean enabled, Optional<Path> key, int threads, LearningSettings learning, Map<String, String> kafka) {

    /** No learner. */
    public static final LearnerSettings OFF =
            new LearnerSettings(false, Optional.empty(), 1, LearningSettings.DEFAULT, Map.of());

    /** @throws ConfigurationException if a Kafka property is one that Elmstream sets itself */
    public LearnerSettings {
        OwnedProperties.check(ConfigurationKeys.LEARNER_KAFKA, kafka);
        kafka = Map.copyOf(kafka);
    }
}
