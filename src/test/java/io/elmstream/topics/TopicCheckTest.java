package io.elmstream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.topics.TopicFindings.Problem;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.TopicRole;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TopicCheckTest {

    private static final TopicCatalog CATALOG = TopicCatalog.load();
    private static final int USUAL_BYTES = 1_048_588;

    private final Map<TopicRole, ObservedTopic> topics = asMeant();

    @Test
    void shouldFindNothingWhereAllIsAsMeant() {
        // When
        TopicFindings findings = judge();

        // Then
        assertThat(findings.problems()).isEmpty();
        assertThat(findings.warnings()).isEmpty();
        assertThat(findings.limits().deadLetters().maxBytes()).isEqualTo(1_114_112);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMissATopic(TopicRole role) {
        // Given
        topics.remove(role);

        // When
        Problem problem = onlyProblem();

        // Then
        assertThat(problem.key()).isEqualTo("topics." + role.key());
        assertThat(problem.message())
                .startsWith("The topic " + CATALOG.spec(role).name() + " (topics." + role.key() + ") does not exist.")
                .contains("elmstream topics create", "topics.create");
    }

    @ParameterizedTest
    @EnumSource(names = {"MODELS", "MODEL_CONTROL", "MODEL_STATUS", "MODEL_QUALITY", "ACTIVITY"})
    void shouldRefuseMorePartitionsWhereOneOrderMatters(TopicRole role) {
        // Given
        topics.put(role, new ObservedTopic(3, topics.get(role).settings()));

        // When, then
        assertThat(onlyProblem().message()).contains("has 3 partitions, but must have 1", "create it again");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"MODELS", "MODEL_CONTROL", "MODEL_STATUS", "MODEL_QUALITY", "ACTIVITY"},
            mode = Mode.EXCLUDE)
    void shouldTakeAnyNumberOfPartitionsElsewhere(TopicRole role) {
        // Given
        topics.put(role, new ObservedTopic(30, topics.get(role).settings()));

        // When, then
        assertThat(judge().problems()).isEmpty();
    }

    @Test
    void shouldRefuseModelsThatWouldBeRemoved() {
        // Given
        set(TopicRole.MODELS, Set.of("delete"), USUAL_BYTES);

        // When, then
        assertThat(onlyProblem().message())
                .isEqualTo("The topic models (topics.models) has cleanup.policy delete, so its records would be"
                        + " deleted after the retention time."
                        + " Set it to compact: kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic models"
                        + " --add-config cleanup.policy=compact");
    }

    @Test
    void shouldRefuseModelsThatAreCompactedAndRemoved() {
        // Given
        set(TopicRole.MODELS, Set.of("compact", "delete"), USUAL_BYTES);

        // When, then
        assertThat(onlyProblem().message()).contains("cleanup.policy compact,delete");
    }

    @ParameterizedTest
    @EnumSource(names = "MODELS", mode = Mode.EXCLUDE)
    void shouldRefuseCompactionOfStreams(TopicRole role) {
        // Given
        set(role, Set.of("compact"), 2_000_000);

        // When, then
        assertThat(onlyProblem().message()).contains("cleanup.policy compact", "Set it to delete: kafka-configs.sh");
    }

    @ParameterizedTest
    @EnumSource(names = {"MODELS", "MODEL_CONTROL"})
    void shouldRefuseATopicThatDoesNotTakeAPartOfAModel(TopicRole role) {
        // Given
        set(role, Set.of(CATALOG.spec(role).cleanup().kafkaName()), 900_000);

        // When, then
        assertThat(onlyProblem().message())
                .contains(
                        "max.message.bytes 900000",
                        "a part of a model needs up to 904096",
                        "--add-config max.message.bytes=904096");
    }

    @ParameterizedTest
    @EnumSource(names = {"PREDICTIONS", "MODEL_STATUS"})
    void shouldRefuseATopicThatTakesTooLittle(TopicRole role) {
        // Given
        set(role, Set.of("delete"), OutputLimit.LEAST_BYTES - 1);

        // When, then
        assertThat(onlyProblem().message())
                .contains("max.message.bytes 16383", "need up to 16384", "--add-config max.message.bytes=16384");
    }

    @Test
    void shouldReportNoMoreThanTheStatusTopicTakes() {
        // Given
        set(TopicRole.MODEL_STATUS, Set.of("delete"), 50_000);

        // When, then
        assertThat(judge().limits().modelStatus().maxBytes()).isBetween(45_000, 50_000);
    }

    @Test
    void shouldCutDeadLettersToWhatTheirTopicTakes() {
        // Given
        set(TopicRole.DEAD_LETTERS, Set.of("delete"), USUAL_BYTES);

        // When
        TopicFindings findings = judge();

        // Then
        assertThat(findings.problems()).isEmpty();
        assertThat(findings.limits().deadLetters().maxBytes()).isEqualTo(USUAL_BYTES);
        assertThat(findings.warnings())
                .singleElement()
                .asString()
                .contains(
                        "dead-letters.max.bytes is 1114112",
                        "max.message.bytes 1048588",
                        "larger than 1048588 are truncated")
                .contains("set both to 1052684 or more");
    }

    @Test
    void shouldNotWarnOfABoundThatNoReadingReaches() {
        // Given
        set(TopicRole.READINGS, Set.of("delete"), 10_000);
        set(TopicRole.DEAD_LETTERS, Set.of("delete"), 20_000);

        // When
        TopicFindings findings = judge();

        // Then
        assertThat(findings.warnings()).isEmpty();
        assertThat(findings.limits().deadLetters().maxBytes()).isEqualTo(20_000);
    }

    @Test
    void shouldWarnOfSettingsThatMayNotBeRead() {
        // Given
        topics.put(TopicRole.ALERTS, new ObservedTopic(1, Optional.empty()));

        // When, then
        assertThat(judge().problems()).isEmpty();
        assertThat(judge().warnings())
                .singleElement()
                .asString()
                .startsWith("The topic alerts (topics.alerts) could not");
    }

    @Test
    void shouldNameAllProblemsAtOnce() {
        // Given
        topics.remove(TopicRole.READINGS);
        topics.remove(TopicRole.ALERTS);

        // When, then
        assertThatThrownBy(() -> judge().refuseProblems())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("topics.readings")
                .hasMessageContaining("topics.alerts")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldAskForLabelsOnlyWhereModelsLearn() {
        // Given
        topics.remove(TopicRole.LABELS);
        Configuration withInputOfThatName = ConfigurationLoader.load(
                        Optional.empty(),
                        Map.of("HOME", "/home/someone"),
                        Map.of(
                                "bootstrap.servers", "kafka:9092",
                                "registry.url", "http://registry",
                                "topics.readings", "labels"))
                .configuration();

        // When, then
        assertThat(onlyProblem().message()).startsWith("The topic labels (topics.labels) does not exist");
        assertThat(TopicCheck.judge(withInputOfThatName, CATALOG, topics).problems())
                .isEmpty();
    }

    private Problem onlyProblem() {
        TopicFindings findings = judge();
        assertThat(findings.problems()).hasSize(1);
        return findings.problems().get(0);
    }

    @Test
    void shouldNotMissATopicThatIsNotUsed() {
        // Given
        topics.remove(TopicRole.MODEL_QUALITY);

        // When
        TopicFindings findings = judge(false);

        // Then
        assertThat(findings.problems()).isEmpty();
    }

    private TopicFindings judge() {
        return judge(true);
    }

    private TopicFindings judge(boolean everything) {
        Configuration configuration = ConfigurationLoader.load(
                        Optional.empty(),
                        Map.of("HOME", "/home/someone"),
                        Map.of(
                                "bootstrap.servers", "kafka:9092",
                                "registry.url", "http://registry",
                                "learn.enabled", "true",
                                "rules.enabled", "true",
                                "alerts.clear.enabled", "true",
                                "quality.enabled", String.valueOf(everything),
                                "page.enabled", "true"))
                .configuration();
        return TopicCheck.judge(configuration, CATALOG, topics);
    }

    private void set(TopicRole role, Set<String> cleanup, int maxMessageBytes) {
        topics.put(
                role,
                new ObservedTopic(topics.get(role).partitions(), Optional.of(settings(cleanup, maxMessageBytes))));
    }

    private static Map<TopicRole, ObservedTopic> asMeant() {
        Map<TopicRole, ObservedTopic> topics = new EnumMap<>(TopicRole.class);
        CATALOG.specs()
                .forEach((role, spec) -> topics.put(
                        role,
                        new ObservedTopic(
                                spec.partitions(),
                                Optional.of(settings(
                                        Set.of(spec.cleanup().kafkaName()),
                                        spec.maxMessageBytes().orElse(USUAL_BYTES))))));
        return topics;
    }

    /** With Kafka's own bounds for timestamps. */
    private static ObservedTopic.Settings settings(Set<String> cleanup, int maxMessageBytes) {
        return new ObservedTopic.Settings(cleanup, maxMessageBytes, Long.MAX_VALUE, 3_600_000);
    }
}
