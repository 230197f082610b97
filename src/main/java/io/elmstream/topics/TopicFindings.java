package io.elmstream.topics;

import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.TopicRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a check of the topics found.
 *
 * @param problems what would stop Elmstream or lose records; each says what to do
 * @param warnings what works, but not as one may expect
 * @param limits what the topics that inference writes to take, together with its producer
 */
public record TopicFindings(List<Problem> problems, List<String> warnings, OutputLimits limits) {

    /**
     * Something that must be put right.
     *
     * @param key the configuration key of the topic
     * @param message a whole sentence
     */
    public record Problem(String key, String message) {}

    public TopicFindings {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** The same and a problem with the readings' partitions. */
    TopicFindings with(String problem) {
        List<Problem> all = new ArrayList<>(problems);
        all.add(new Problem(ConfigurationKeys.topic(TopicRole.READINGS), problem));
        return new TopicFindings(all, warnings, limits);
    }

    /** @throws ConfigurationException if there are problems; names them all, in one line */
    public void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    problems.get(0).key(),
                    problems.stream().map(Problem::message).collect(Collectors.joining(" ")));
        }
    }
}
