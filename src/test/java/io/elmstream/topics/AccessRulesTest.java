package io.elmstream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.readings.TopicName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"models", "governor-of-elm-governed-changelog"})
    void shouldLetOnlyTheGovernorWriteWhatInstancesTrust(String topic) {
        // Given
        List<Grant> grants = grants(Map.of(), Map.of());

        // When
        Stream<Grant> writing = grants.stream().filter(grant -> allows(grant, AclOperation.WRITE, topic));

        // Then
        assertThat(writing).extracting(Grant::principal).containsExactly("User:elmstream-governor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sensor-readings",
                "predictions",
                "shadow-predictions",
                "alerts",
                "dead-letters",
                "model-control",
                "models",
                "model-status"
            })
    void shouldLetSomebodyWriteAndSomebodyRead(String topic) {
        // When
        List<Grant> grants = grants(Map.of(), Map.of());

        // Then
        assertThat(grants)
                .anyMatch(grant -> allows(grant, AclOperation.WRITE, topic))
                .anyMatch(grant -> allows(grant, AclOperation.READ, topic));
    }

    @Test
    void shouldNameWhatBelongsToAnApplication() {
        // When
        List<Grant> grants = grants(Map.of(), Map.of());

        // Then
        assertThat(grants)
                .filteredOn(grant -> grant.role() == PrincipalRole.GOVERNOR)
                .extracting(
                        grant -> grant.resource().resourceType(),
                        grant -> grant.resource().name(),
                        grant -> grant.resource().patternType(),
                        Grant::operations)
                .containsExactly(
                        tuple(ResourceType.TOPIC, "model-control", PatternType.LITERAL, List.of(AclOperation.READ)),
                        tuple(
                                ResourceType.TOPIC,
                                "models",
                                PatternType.LITERAL,
                                List.of(AclOperation.READ, AclOperation.WRITE)),
                        tuple(
                                ResourceType.TOPIC,
                                "model-status",
                                PatternType.LITERAL,
                                List.of(AclOperation.READ, AclOperation.WRITE)),
                        tuple(
                                ResourceType.TOPIC,
                                "governor-of-elm-governed-changelog",
                                PatternType.LITERAL,
                                List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE)),
                        tuple(
                                ResourceType.TOPIC,
                                "elm-governor-governed-changelog",
                                PatternType.LITERAL,
                                List.of(AclOperation.READ)),
                        tuple(ResourceType.GROUP, "governor-of-elm", PatternType.LITERAL, List.of(AclOperation.READ)),
                        tuple(ResourceType.GROUP, "elm-governor", PatternType.LITERAL, List.of(AclOperation.READ)),
                        tuple(
                                ResourceType.TRANSACTIONAL_ID,
                                "governor-of-elm-",
                                PatternType.PREFIXED,
                                List.of(AclOperation.WRITE)));
    }

    @Test
    void shouldTakeTheNamesAndTopicsThatAreGiven() {
        // When
        List<Grant> grants = grants(
                Map.of("topics.model-control", "orders-to-models"),
                Map.of(
                        PrincipalRole.OPERATORS,
                        List.of("alice", "User:CN=bob,O=plant"),
                        PrincipalRole.READERS,
                        List.of("ward")));

        // Then
        assertThat(grants)
                .filteredOn(grant -> allows(grant, AclOperation.WRITE, "orders-to-models"))
                .extracting(Grant::principal)
                .containsExactly("User:alice", "User:CN=bob,O=plant");
        assertThat(grants)
                .contains(new Grant(
                        PrincipalRole.READERS,
                        "User:ward",
                        new ResourcePattern(ResourceType.GROUP, "ward", PatternType.PREFIXED),
                        List.of(AclOperation.READ)));
    }

    @Test
    void shouldLetTheProcessorCreateTopicsWhereItIsToldTo() {
        // When
        List<Grant> plain = grants(Map.of(), Map.of());
        List<Grant> creating = grants(Map.of("topics.create", "true"), Map.of());

        // Then
        assertThat(plain)
                .filteredOn(grant -> grant.operations().contains(AclOperation.CREATE))
                .extracting(grant -> grant.resource().name())
                .containsExactly(
                        "elm-alert-state-changelog",
                        "elm-sensor-state-changelog",
                        "governor-of-elm-governed-changelog");
        assertThat(creating)
                .filteredOn(grant -> grant.role() == PrincipalRole.PROCESSOR
                        && grant.resource().resourceType() == ResourceType.TOPIC)
                .hasSize(10)
                .allSatisfy(grant -> assertThat(grant.operations()).contains(AclOperation.CREATE));
    }

    @Test
    void shouldLetTheProcessorRememberEdgeNodesIfAMappingNeedsIt() {
        // When
        List<Grant> grants = grants(Map.of("readings", "{\"edge\": {\"format\": \"sparkplug\"}}"), Map.of());

        // Then
        assertThat(grants)
                .anyMatch(grant -> allows(grant, AclOperation.WRITE, "elm-node-state-changelog"))
                .anyMatch(grant -> allows(grant, AclOperation.CREATE, "elm-node-state-changelog"));
    }

    @Test
    void shouldGrantRightsForLabelsOnlyWhereModelsLearn() {
        // When
        List<Grant> without = grants(Map.of("topics.labels", "truth"), Map.of());
        List<Grant> with = grants(Map.of("topics.labels", "truth", "learn.enabled", "true"), Map.of());

        // Then
        assertThat(without).noneMatch(grant -> grant.resource().name().equals("truth"));
        assertThat(with)
                .filteredOn(grant -> allows(grant, AclOperation.WRITE, "truth"))
                .extracting(Grant::role)
                .containsExactly(PrincipalRole.LABELLERS);
    }

    @Test
    void shouldLetTheLearnerSendCommandsAndNothingThatInstancesTrust() {
        // When
        List<Grant> grants = grants(Map.of("learn.enabled", "true", "quality.enabled", "true"), Map.of());

        // Then
        assertThat(grants)
                .filteredOn(grant -> grant.role() == PrincipalRole.LEARNER
                        && grant.operations().contains(AclOperation.WRITE))
                .extracting(
                        grant -> grant.resource().resourceType(),
                        grant -> grant.resource().name())
                .containsExactly(
                        tuple(ResourceType.TOPIC, "model-control"),
                        tuple(ResourceType.TOPIC, "model-status"),
                        tuple(ResourceType.TOPIC, "learner-of-elm-label-window-changelog"),
                        tuple(ResourceType.TOPIC, "learner-of-elm-learner-state-changelog"),
                        tuple(ResourceType.TOPIC, "learner-of-elm-labelled-rows-repartition"),
                        tuple(ResourceType.TRANSACTIONAL_ID, "learner-of-elm-"));
        assertThat(grants)
                .filteredOn(grant -> grant.operations().contains(AclOperation.DELETE))
                .extracting(grant -> grant.resource().name())
                .containsExactly("learner-of-elm-labelled-rows-repartition");
    }

    @Test
    void shouldGrantRightsForQualityOnlyWhereItIsWatched() {
        // When
        List<Grant> without = grants(Map.of(), Map.of());
        List<Grant> with = grants(Map.of("quality.enabled", "true"), Map.of());

        // Then
        assertThat(without).noneMatch(grant -> grant.resource().name().equals("model-quality"));
        assertThat(with)
                .filteredOn(grant -> allows(grant, AclOperation.WRITE, "model-quality"))
                .extracting(Grant::role)
                .containsExactly(PrincipalRole.PROCESSOR, PrincipalRole.GOVERNOR);
    }

    @Test
    void shouldGrantRightsForThePageOnlyWhereThereIsOne() {
        // Given
        Map<String, String> page = Map.of("page.enabled", "true", "page.token", "t", "quality.enabled", "true");
        Map<String, String> acting = new HashMap<>(page);
        acting.put("page.actions", "true");

        // When
        List<Grant> without = grants(Map.of("quality.enabled", "true"), Map.of());
        List<Grant> with = grants(page, Map.of());
        List<Grant> actions = grants(acting, Map.of());

        // Then
        assertThat(without).noneMatch(grant -> grant.resource().name().equals("activity"));
        assertThat(processor(with, AclOperation.WRITE, "activity")).isTrue();
        assertThat(processor(with, AclOperation.READ, "activity")).isTrue();
        for (String topic : List.of("model-status", "model-quality")) {
            assertThat(processor(without, AclOperation.READ, topic)).isFalse();
            assertThat(processor(with, AclOperation.READ, topic)).isTrue();
        }
        assertThat(processor(with, AclOperation.WRITE, "model-control")).isFalse();
        assertThat(processor(actions, AclOperation.WRITE, "model-control")).isTrue();
    }

    private static boolean processor(List<Grant> grants, AclOperation operation, String topic) {
        return grants.stream()
                .anyMatch(grant -> grant.role() == PrincipalRole.PROCESSOR && allows(grant, operation, topic));
    }

    @Test
    void shouldLetReadAndWriteAllInputTopics() {
        // Given
        String readings = "{\"boilers\": {\"format\": \"json\"}, \"/pumps-[0-9]+/\": {\"format\": \"json\"}}";

        // When
        List<Grant> grants = grants(Map.of("readings", readings), Map.of());

        // Then
        for (String topic : List.of("boilers", "pumps-7")) {
            assertThat(grants)
                    .as(topic)
                    .anyMatch(
                            grant -> grant.role() == PrincipalRole.PROCESSOR && allows(grant, AclOperation.READ, topic))
                    .anyMatch(
                            grant -> grant.role() == PrincipalRole.SENDERS && allows(grant, AclOperation.WRITE, topic));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pumps-.*, pumps-",
        "pumps?, pump",
        "pumps*, pump",
        "pumps{2}, pump",
        "pumps+, pumps",
        "a|b, ''",
        ".*, ''",
        "plant\\.a, plant",
        "(a), ''"
    })
    void shouldKnowWhatTopicsOfAPatternBeginWith(String expression, String prefix) {
        assertThat(new TopicName.Matching(expression).prefix()).isEqualTo(prefix);
    }

    private static List<Grant> grants(Map<String, String> settings, Map<PrincipalRole, List<String>> names) {
        Map<String, String> flags = new HashMap<>(settings);
        flags.put("application.id", "elm");
        flags.put("bootstrap.servers", "kafka:9092");
        flags.put("registry.url", "http://registry");
        Configuration configuration = ConfigurationLoader.load(Optional.empty(), Map.of("HOME", "/home/someone"), flags)
                .configuration();
        return new AccessRules(TopicCatalog.load(), configuration).grants(names);
    }

    /** As a broker decides it. */
    private static boolean allows(Grant grant, AclOperation operation, String topic) {
        ResourcePattern resource = grant.resource();
        return resource.resourceType() == ResourceType.TOPIC
                && grant.operations().contains(operation)
                && (resource.patternType() == PatternType.PREFIXED
                        ? topic.startsWith(resource.name())
                        : topic.equals(resource.name()));
    }
}
