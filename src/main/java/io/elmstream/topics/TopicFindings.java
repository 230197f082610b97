package io.elmstream.topics;

import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.TopicRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of a check of the topics.
 *
 * @param problems faults that would stop Elmstream or lose records; each says what to do
 * @param warnings limitations that a user may not expect
 * @param limits the record limits of the output topics of inference, combined with those of its producer
 */
public record TopicFindings(List<Problem> problems, List<String> warnings, OutputLimits limits) {

    /**
     * A fault that must be fixed.
     *
     * @param key the configuration key of the topic
     * @param message a complete sentence
     */
    public record Problem(String key, String message) {}

    public TopicFindings {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Returns a copy with an additional problem of the readings topic. */
    TopicFindings with(String problem) {
        List<Problem> all = new ArrayList<>(problems);
        all.add(new Problem(ConfigurationKeys.topic(TopicRole.READINGS), problem));
        return new TopicFindings(all, warnings, limits);
    }

    /**
     * Fails if there are problems.
     *
     * @throws ConfigurationException if there are problems; the message names all of them in one line
     */
    public void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    problems.get(0).key(),
                    problems.stream().map(Problem::message).collect(Collectors.joining(" ")));
        }
    }
}
