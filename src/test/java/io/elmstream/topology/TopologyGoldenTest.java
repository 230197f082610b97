package io.elmstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Trust;
import io.elmstream.quality.QualitySettings;
import io.elmstream.support.GoldenFile;
import io.elmstream.topics.PrincipalRole;
import io.elmstream.topics.PrincipalSpec;
import io.elmstream.topics.TopicCatalog;
import io.elmstream.topics.TopicSpec;
import io.elmstream.topology.governor.GovernorTopology;
import io.elmstream.topology.governor.QualityPolicy;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.topology.learning.LearningSettings;
import io.elmstream.topology.learning.LearningTopology;
import io.elmstream.wire.MemorySchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the folder topology/ against the code. */
class TopologyGoldenTest {

    private static final String LOSES_STATE =
            "A store that is called otherwise is an empty store: alerts in force and governed models would be"
                    + " forgotten.";

    enum Part {
        INFERENCE,
        GOVERNOR,
        LEARNING;

        TopologyDescription description() {
            MemorySchemaRegistry registry = new MemorySchemaRegistry();
            return switch (this) {
                case INFERENCE ->
                    new InferenceTopology(settings(), registry, Runnable::run, System::currentTimeMillis)
                            .build()
                            .describe();
                case GOVERNOR ->
                    new GovernorTopology(Topics.standard(), new Governor(900_000, 500), Trust.EVERYBODY, registry)
                            .watching(new QualityPolicy(new QualitySettings(Duration.ofMinutes(10), 1), false))
                            .build()
                            .describe();
                case LEARNING ->
                    new LearningTopology(
                                    new LearningTopology.Setup(
                                            "APPLICATION",
                                            "test",
                                            settings(),
                                            LearningSettings.DEFAULT,
                                            Optional::empty,
                                            Optional.empty()),
                                    registry,
                                    Runnable::run)
                            .build()
                            .describe();
            };
        }

        private static InferenceSettings settings() {
            BatchPolicy batch = new BatchPolicy(256, Duration.ofMillis(5));
            AlertSettings alerts = new AlertSettings(Set.of("high"), new AlertRule(3, 5, 0.5))
                    .withRules()
                    .withClearing();
            return new InferenceSettings(Topics.standard(), batch, Optional.empty(), alerts, 1_000_000);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheTextOfATopology(Part part) {
        // Given
        GoldenFile golden = golden(part.word() + ".txt");

        // When
        String text = part.description().toString();

        // Then
        golden.shouldBe(text);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepThePictureOfATopology(Part part) {
        // Given
        GoldenFile golden = golden(part.word() + ".mmd");

        // When
        String picture = MermaidPicture.of(part.description());

        // Then
        golden.shouldBe(picture);
        golden("README.md").sectionShouldBe(part.word() + " picture", "```mermaid\n" + picture + "```\n");
    }

    @Test
    void shouldLeaveOutTheDetectionOfAlertsAndItsStoreWhereNoClassRaisesOne() {
        // Given
        InferenceSettings settings = new InferenceSettings(
                Topics.standard(),
                new BatchPolicy(256, Duration.ofMillis(5)),
                Optional.empty(),
                AlertSettings.none(),
                1_000_000);

        // When
        TopologyDescription description = new InferenceTopology(
                        settings, new MemorySchemaRegistry(), Runnable::run, System::currentTimeMillis)
                .build()
                .describe();

        // Then
        assertThat(nodes(description))
                .extracting(Node::name)
                .contains(Names.BATCH_AND_PREDICT, Names.PREDICTIONS_SINK)
                .doesNotContain(Names.DETECT_ALERTS, Names.ALERTS_SINK);
    }

    @Test
    void shouldKeepTheTableOfNodes() {
        // Given
        StringBuilder table =
                new StringBuilder("| node | topology | reads | writes | stores |\n|---|---|---|---|---|\n");

        // When
        for (Part part : Part.values()) {
            nodes(part.description())
                    .forEach(node -> table.append("| `")
                            .append(node.name())
                            .append("` | ")
                            .append(part.word())
                            .append(" | ")
                            .append(code(
                                    node instanceof Source source ? source.topicSet() : names(node.predecessors())))
                            .append(" | ")
                            .append(code(node instanceof Sink sink ? Set.of(sink.topic()) : names(node.successors())))
                            .append(" | ")
                            .append(code(node instanceof Processor processor ? processor.stores() : Set.of()))
                            .append(" |\n"));
        }

        // Then
        golden("README.md").sectionShouldBe("nodes", table.toString());
    }

    @Test
    void shouldKeepTheTableOfTopics() {
        // Given
        StringBuilder table = new StringBuilder("| role | name | contents | partitions | cleanup, retention | key |"
                + " value | writers | readers |\n|---|---|---|---|---|---|---|---|---|\n");

        // When
        for (TopicSpec topic : TopicCatalog.load().specs().values()) {
            table.append("| ")
                    .append(String.join(
                            " | ",
                            topic.role().key(),
                            code(Set.of(topic.name())),
                            topic.summary(),
                            topic.partitions() + (topic.fixedPartitions() ? ", fixed" : ""),
                            topic.cleanup().kafkaName() + ", "
                                    + topic.retention()
                                            .map(TopologyGoldenTest::time)
                                            .orElse("unlimited"),
                            topic.key(),
                            schema(topic.value()),
                            keys(topic.writers(), topic.pageWriters(), "page.actions"),
                            keys(topic.readers(), topic.pageReaders(), "page.enabled")))
                    .append(" |\n");
        }

        // Then
        golden("README.md").sectionShouldBe("topics", table.toString());
    }

    @Test
    void shouldKeepTheTableOfPrincipals() {
        // Given
        StringBuilder table = new StringBuilder("| role | name | used by | groups | transactional ids | changelogs |\n"
                + "|---|---|---|---|---|---|\n");

        // When
        for (PrincipalSpec principal : TopicCatalog.load().principals().values()) {
            table.append("| ")
                    .append(String.join(
                            " | ",
                            principal.role().key(),
                            code(Set.of(principal.name())),
                            principal.summary(),
                            code(Set.copyOf(principal.groups())),
                            code(Set.copyOf(principal.transactionalIds())),
                            code(changelogs(principal))))
                    .append(" |\n");
        }

        // Then
        golden("README.md").sectionShouldBe("principals", table.toString());
    }

    private static Set<String> changelogs(PrincipalSpec principal) {
        return Stream.concat(principal.changelogs().stream(), principal.olderChangelogs().stream())
                .collect(Collectors.toSet());
    }

    @Test
    void shouldNameChangelogsAsTheStoresAreNamed() {
        // Given
        Set<String> changelogs = Set.of(
                Names.changelogOf("APPLICATION", Names.ALERT_STATE_STORE),
                Names.changelogOf("APPLICATION", Names.SENSOR_STATE_STORE),
                Names.changelogOf("APPLICATION", Names.NODE_STATE_STORE),
                Names.changelogOf(Names.governorOf("APPLICATION"), Names.GOVERNED_STORE),
                Names.changelogOf(Names.olderGovernorOf("APPLICATION"), Names.GOVERNED_STORE),
                Names.changelogOf(Names.learnerOf("APPLICATION"), Names.LABEL_WINDOW_STORE),
                Names.changelogOf(Names.learnerOf("APPLICATION"), Names.NODE_STATE_STORE),
                Names.changelogOf(Names.learnerOf("APPLICATION"), Names.LEARNER_STATE_STORE),
                Names.learnerOf("APPLICATION") + "-" + Names.LABELLED_ROWS + "-repartition");

        // When
        Set<String> named = TopicCatalog.load().principals().values().stream()
                .flatMap(principal -> changelogs(principal).stream())
                .collect(Collectors.toSet());

        // Then
        assertThat(named).isEqualTo(changelogs);
    }

    @Test
    void shouldTellOfEveryStore() throws IOException {
        // Given
        String page = Files.readString(Path.of("topology/README.md"));
        String stores = page.substring(page.indexOf("<!-- stores -->"), page.indexOf("<!-- /stores -->"));

        // When
        List<String> told = Pattern.compile("(?m)^\\| `([^`]+)`")
                .matcher(stores)
                .results()
                .map(row -> row.group(1))
                .toList();

        // Then
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Stream.of(Part.values())
                        .flatMap(part -> nodes(part.description()).stream())
                        .flatMap(
                                node -> node instanceof Processor processor ? processor.stores().stream() : Stream.of())
                        .collect(Collectors.toSet()));
    }

    private static GoldenFile golden(String file) {
        return new GoldenFile("topology/" + file, TopologyGoldenTest.class, LOSES_STATE);
    }

    private static List<Node> nodes(TopologyDescription description) {
        List<Node> nodes = new ArrayList<>();
        description.globalStores().forEach(global -> nodes.addAll(List.of(global.source(), global.processor())));
        description.subtopologies().forEach(part -> nodes.addAll(part.nodes()));
        return nodes;
    }

    private static Set<String> names(Set<Node> nodes) {
        return nodes.stream().map(Node::name).collect(Collectors.toSet());
    }

    private static String code(Set<String> names) {
        return new TreeSet<>(names).stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String time(Duration time) {
        return time.toDays() > 0 ? time.toDays() + " days" : time.toHours() + " hours";
    }

    private static String keys(List<PrincipalRole> roles, List<PrincipalRole> besides, String with) {
        return Stream.concat(
                        roles.stream().map(PrincipalRole::key),
                        besides.stream().map(role -> role.key() + " with `" + with + "`"))
                .collect(Collectors.joining(", "));
    }

    private static String schema(String value) {
        return Files.exists(Path.of("schemas/" + value + ".avsc"))
                ? "[" + value + "](../schemas/" + value + ".avsc)"
                : value;
    }
}
