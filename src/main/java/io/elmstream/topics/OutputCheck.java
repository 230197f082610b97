package io.elmstream.topics;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.governor.ReportBounds;
import io.elmstream.topics.TopicFindings.Problem;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Determines the record limits of the output topics, and compares them with those of the readings topic. */
final class OutputCheck {

    /** Kafka's default {@code buffer.memory}, which limits the size of a record in the producer. */
    private static final int USUAL_BUFFER = 33_554_432;
    /** Kafka's default {@code max.message.bytes}, for topics that this user is not allowed to describe. */
    private static final int USUAL_MESSAGE = 1_048_588;

    private final Configuration configuration;
    private final Map<TopicRole, ObservedTopic> observed;
    private final List<Problem> problems;
    private final List<String> warnings;
    private final int requestBytes;

    /**
     * @param problems receives the problems that prevent operation
     * @param warnings receives the limitations that a user may not expect
     */
    OutputCheck(
            Configuration configuration,
            Map<TopicRole, ObservedTopic> observed,
            List<Problem> problems,
            List<String> warnings) {
        this.configuration = configuration;
        this.observed = observed;
        this.problems = problems;
        this.warnings = warnings;
        this.requestBytes = Math.min(
                OutputLimit.requestBytes(configuration.inference().maxDeadLetterBytes()), bufferMemory(configuration));
    }

    private static int bufferMemory(Configuration configuration) {
        Map<String, String> kafka = configuration.kafka();
        String given = kafka.getOrDefault("producer.buffer.memory", kafka.get("buffer.memory"));
        try {
            return given == null ? USUAL_BUFFER : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(given.strip()));
        } catch (NumberFormatException e) {
            // the Kafka client reports it
            return USUAL_BUFFER;
        }
    }

    OutputLimits limits() {
        return new OutputLimits(
                judged(TopicRole.PREDICTIONS),
                judged(TopicRole.SHADOW_PREDICTIONS),
                judged(TopicRole.ALERTS),
                deadLetters(),
                reports(TopicRole.MODEL_STATUS),
                reports(TopicRole.ACTIVITY));
    }

    private OutputLimit judged(TopicRole role) {
        OutputLimit limit = limit(role, USUAL_MESSAGE);
        refuseTooSmall(role);
        settings(TopicRole.READINGS).ifPresent(readings -> {
            if (role == TopicRole.PREDICTIONS && limit.maxBytes() < readings.maxMessageBytes() / 2) {
                warnings.add(TopicCheck.capital(named(TopicRole.READINGS)) + " accepts records of "
                        + readings.maxMessageBytes()
                        + " bytes, but " + named(role) + " and the producer accept only " + limit.maxBytes()
                        + ", so the predictions of readings with larger headers are written without headers.");
            }
        });
        return limit;
    }

    /** The instances report with a producer that has Kafka's default limits; the governor's limits are higher. */
    private OutputLimit reports(TopicRole role) {
        refuseTooSmall(role);
        return limit(role, USUAL_MESSAGE).withBytes(ReportBounds.MAX_BYTES);
    }

    private OutputLimit deadLetters() {
        refuseTooSmall(TopicRole.DEAD_LETTERS);
        int configured = configuration.inference().maxDeadLetterBytes();
        int taken = settings(TopicRole.DEAD_LETTERS)
                .map(ObservedTopic.Settings::maxMessageBytes)
                .orElse(configured);
        OutputLimit topic = limit(TopicRole.DEAD_LETTERS, configured);
        OutputLimit limit =
                new OutputLimit(Math.min(requestBytes, Math.min(configured, taken)), topic.past(), topic.future());
        settings(TopicRole.READINGS)
                .map(ObservedTopic.Settings::maxMessageBytes)
                .ifPresent(carried -> {
                    long needed = (long) carried + TopicCheck.HEADROOM;
                    if (limit.maxBytes() < needed) {
                        warnings.add(TopicCheck.capital(named(TopicRole.READINGS)) + " accepts readings of " + carried
                                + " bytes, but dead letters larger than " + limit.maxBytes() + " are truncated: "
                                + ConfigurationKeys.MAX_DEAD_LETTER_BYTES + " is " + configured + ", and "
                                + named(TopicRole.DEAD_LETTERS)
                                + " has max.message.bytes " + taken + ". To store them in full, set both to " + needed
                                + " or more.");
                    }
                });
        return limit;
    }

    private void refuseTooSmall(TopicRole role) {
        settings(role)
                .filter(settings -> settings.maxMessageBytes() < OutputLimit.LEAST_BYTES)
                .ifPresent(settings -> problems.add(new Problem(
                        ConfigurationKeys.topic(role),
                        TopicCheck.capital(named(role))
                                + " has max.message.bytes " + settings.maxMessageBytes()
                                + ", but the records written to it need up to "
                                + OutputLimit.LEAST_BYTES + ". Increase it: "
                                + TopicCheck.alter(
                                        role.nameIn(configuration.inference().topics()),
                                        "max.message.bytes=" + OutputLimit.LEAST_BYTES))));
    }

    private OutputLimit limit(TopicRole role, int unknown) {
        return settings(role)
                .map(topic -> OutputLimit.of(
                        requestBytes, topic.maxMessageBytes(), topic.timestampBefore(), topic.timestampAfter()))
                .orElseGet(() -> OutputLimit.of(requestBytes, unknown, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    private Optional<ObservedTopic.Settings> settings(TopicRole role) {
        return Optional.ofNullable(observed.get(role)).flatMap(ObservedTopic::settings);
    }

    private String named(TopicRole role) {
        Topics topics = configuration.inference().topics();
        return TopicCheck.named(topics, role);
    }
}
