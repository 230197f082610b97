package io.elmstream.config;

import io.elmstream.topology.learning.LearningSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The learner of an instance.
 *
 * @param enabled whether the instance runs it
 * @param key the file with the private key that it signs its commands with; empty if they are not signed
 * @param threads its stream threads, 1 or more
 * @param learning how models learn
 */
public record LearnerSettings(boolean enabled, Optional<Path> key, int threads, LearningSettings learning) {

    /** No learner. */
    public static final LearnerSettings OFF = new LearnerSettings(false, Optional.empty(), 1, LearningSettings.DEFAULT);
}
