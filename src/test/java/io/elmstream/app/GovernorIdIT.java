package io.elmstream.app;

import static io.elmstream.support.Waiting.PATIENCE;
import static io.elmstream.support.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.ModelControl;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.embedded.EmbeddedBroker;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.model.ModelId;
import io.elmstream.support.Closing;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import io.elmstream.support.TestTopics;
import io.elmstream.topology.Names;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import io.elmstream.topology.governor.GovernorTopology;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A governor that had another id, and one that lost its changelog, on a real broker. */
class GovernorIdIT {

    private static final ModelId MODEL = new ModelId(SmallModel.ID);

    private static EmbeddedBroker broker;
    private static Admin admin;

    @TempDir
    static Path folder;

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        Closing.inOrder(admin, broker);
    }

    @Test
    void shouldMoveFromTheOlderIdOnceItsInstancesHaveStopped() throws Exception {
        // Given
        Configuration configuration = configuration("moved");
        Topics topics = configuration.inference().topics();
        Publish first = new Publish("p1", MODEL, 1, SmallModel.artefact(1), false);
        KafkaStreams older = olderGovernor(configuration);
        try (ModelControl control = control(topics)) {
            assertAccepted(control.ask(first));
            assertAccepted(control.ask(activate("a1", 1)));

            // When
            try (Elmstream one = Elmstream.start(configuration, registry, folder.resolve("one"));
                    Elmstream two = Elmstream.start(configuration, registry, folder.resolve("two"))) {
                await().until(() -> one.health().warnings().stream()
                        .anyMatch(note -> note.contains("instances of an older release are running")));
                assertThat(one.governor().state()).isEqualTo(State.CREATED);
                older.close(CloseOptions.timeout(PATIENCE)
                        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
                await().until(() -> one.governor().state() == State.RUNNING
                        && two.governor().state() == State.RUNNING);

                // Then
                assertThat(records("governor-of-moved-governed-changelog"))
                        .containsExactlyElementsOf(records("moved-governor-governed-changelog"));
                ModelStatus again = control.ask(first).orElseThrow();
                assertThat(again.getOutcome()).as("what it answered before").isEqualTo(CommandOutcome.ACCEPTED);
                assertAccepted(control.ask(new Publish("p2", MODEL, 2, SmallModel.artefact(2), false)));
                assertThat(control.ask(activate("a2", 2)).orElseThrow().getRevision())
                        .isEqualTo(2);
                assertThat(answers(topics))
                        .extracting(ModelStatus::getRequestId)
                        .containsExactly("p1", "a1", "p1", "p2", "a2");
            }
        }
    }

    @Test
    void shouldRebuildWhatWasDeletedAndJudgeNothingTwice() throws Exception {
        // Given
        Configuration configuration = configuration("rebuilt");
        Topics topics = configuration.inference().topics();
        try (ModelControl control = control(topics)) {
            try (Elmstream before = Elmstream.start(configuration, registry, folder.resolve("before"))) {
                assertAccepted(control.ask(new Publish("p1", MODEL, 1, SmallModel.artefact(1), false)));
                assertAccepted(control.ask(activate("a1", 1)));
                assertAccepted(control.ask(new Publish("p2", MODEL, 2, SmallModel.artefact(2), false)));
                assertAccepted(control.ask(activate("a2", 2)));
            }
            String changelog = Names.changelogOf(configuration.governorId(), Names.GOVERNED_STORE);
            admin.deleteTopics(List.of(changelog)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(changelog));

            // When
            try (Elmstream after = Elmstream.start(configuration, registry, folder.resolve("after"))) {
                await().until(() -> after.health().warnings().stream()
                        .anyMatch(note -> note.contains("rebuilt from the models topic")));
                ModelStatus other = control.ask(
                                new Publish("p3", MODEL, 1, SmallModel.artefact(SmallModel.ID, 1, 99), false))
                        .orElseThrow();
                ModelStatus next = control.ask(activate("a3", 1)).orElseThrow();

                // Then
                assertThat(other.getCode()).isEqualTo("VERSION_EXISTS");
                assertThat(next.getRevision()).isEqualTo(3);
                assertThat(answers(topics))
                        .extracting(ModelStatus::getRequestId)
                        .containsExactly("p1", "a1", "p2", "a2", null, "p3", "a3");
                assertThat(answers(topics).get(4).getMessage()).contains("1 model with 2 versions");
            }
        }
    }

    @Test
    void shouldOnlyScoreWhereTheModelsAreAnothersWhateverTheirId() throws Exception {
        // Given
        Configuration first = configuration("first");
        try (Elmstream governs = Elmstream.start(first, registry, folder.resolve("first"));
                ModelControl control = control(first.inference().topics())) {
            assertAccepted(control.ask(new Publish("p1", MODEL, 1, SmallModel.artefact(1), false)));
            Configuration second = configuration("first", Map.of("application.id", "second"));

            // When
            try (Elmstream scores = Elmstream.start(second, registry, folder.resolve("second"))) {
                // Then
                assertThat(scores.governor().state()).isEqualTo(State.CREATED);
                assertThat(governs.governor().state().isRunningOrRebalancing()).isTrue();
            }
        }
    }

    /** As a release before had it. */
    private KafkaStreams olderGovernor(Configuration configuration) {
        Properties properties = StreamsProperties.governor(configuration, folder.resolve("older"));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, Names.olderGovernorOf(configuration.applicationId()));
        KafkaStreams older = new KafkaStreams(
                new GovernorTopology(
                                configuration.inference().topics(),
                                configuration.governorPolicy(),
                                configuration.trust(""),
                                registry)
                        .build(),
                properties);
        older.start();
        await().until(() -> older.state() == State.RUNNING);
        return older;
    }

    private ModelControl control(Topics topics) {
        return new ModelControl(
                Map.of("bootstrap.servers", broker.bootstrapServers()), topics, registry, PATIENCE, Optional.empty());
    }

    private static Command activate(String requestId, int version) {
        return new Activate(requestId, MODEL, version, OptionalLong.empty(), OptionalLong.empty());
    }

    private static void assertAccepted(Optional<ModelStatus> answer) {
        assertThat(answer.orElseThrow().getOutcome())
                .as(answer.get().getMessage())
                .isEqualTo(CommandOutcome.ACCEPTED);
    }

    private static List<ModelStatus> answers(Topics topics) throws Exception {
        List<ModelStatus> answers = new ArrayList<>();
        for (var record : new RawTopic(broker.bootstrapServers(), topics.modelStatus()).records()) {
            if (ReportRecords.isAnswer(new String(record.key(), UTF_8))) {
                answers.add(ControlCodec.statuses().decode(record.value()));
            }
        }
        return answers;
    }

    private static List<String> records(String topic) {
        return new RawTopic(broker.bootstrapServers(), topic)
                .records().stream()
                        .map(record -> new String(record.key(), UTF_8) + "=" + Arrays.hashCode(record.value()))
                        .toList();
    }

    private static Configuration configuration(String name) {
        Topics topics = ElmstreamUnderTest.topics(name + "-");
        TestTopics.create(broker.bootstrapServers(), topics, 2);
        return configuration(name, Map.of());
    }

    /** @param name of the application, and what its topics' names begin with */
    private static Configuration configuration(String name, Map<String, String> more) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "application.id", name,
                "bootstrap.servers", broker.bootstrapServers(),
                "registry.url", "http://127.0.0.1/not-asked",
                "kafka.session.timeout.ms", "6000",
                "http.port", "0"));
        Arrays.stream(TopicRole.values())
                .forEach(role -> flags.put("topics." + role.key(), role.nameIn(ElmstreamUnderTest.topics(name + "-"))));
        flags.putAll(more);
        return ConfigurationLoader.load(Optional.empty(), Map.of("HOME", folder.toString()), flags)
                .configuration();
    }
}
