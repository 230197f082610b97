package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.app.Configuration;
import io.elmstream.app.ConfigurationLoader;
import io.elmstream.app.Elmstream;
import io.elmstream.app.PublishedModels;
import io.elmstream.app.TopicAdmin;
import io.elmstream.app.TopicCatalog;
import io.elmstream.app.TopicFindings;
import io.elmstream.support.SecuredKafka;
import io.elmstream.support.SmallModel;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that allows what {@code topics acls} prints, and nothing else: everybody can do their part, and nobody more. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class AclsIT {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";
    private static final String PROCESSOR = "elmstream-processor";
    private static final String GOVERNOR = "elmstream-governor";
    private static final String OPERATORS = "elmstream-operators";
    private static final String SENDERS = "elmstream-senders";
    private static final String READERS = "elmstream-readers";
    private static final String REPLAYERS = "elmstream-replayers";
    private static final String STRANGER = "stranger";

    private Path folder;
    private SecuredKafka kafka;
    private Elmstream elmstream;

    @BeforeAll
    void start(@TempDir Path shared) throws InterruptedException {
        folder = shared;
        kafka = new SecuredKafka(shared, List.of(PROCESSOR, GOVERNOR, OPERATORS, SENDERS, READERS, REPLAYERS, STRANGER));
        assertThat(call(SecuredKafka.ROOT, "topics create --json").exit()).isZero();
        kafka.allow(bindings(call(STRANGER, "topics acls --json").json().get("acls")));
        Configuration configuration = new Connection(configuration(PROCESSOR)).prepareTopics();
        elmstream = Elmstream.start(
                configuration,
                new ApicurioSchemaRegistry(kafka.registryUrl(), Map.of(), Backoff.ofAMinute()),
                configuration.stateDirectory());
    }

    @AfterAll
    void stop() {
        if (elmstream != null) {
            elmstream.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    @Order(1)
    void shouldLetTheProcessorCheckAllTopics() throws InterruptedException {
        // Given
        Configuration configuration = configuration(PROCESSOR);

        // When
        TopicFindings findings;
        try (Admin admin = Admin.create(configuration.clients())) {
            findings = new TopicAdmin(admin, configuration, TopicCatalog.load()).check();
        }

        // Then
        assertThat(findings.problems()).isEmpty();
        assertThat(findings.warnings()).isEmpty();
    }

    @Test
    @Order(2)
    void shouldLetOperatorsChangeModels() throws Exception {
        // Given
        Path file = Files.write(folder.resolve("shuttle-1.elm"), SmallModel.artefact(1));

        // When
        Called publish = call(OPERATORS, "model publish " + file + " --activate --json");
        Called wait = call(OPERATORS, "model wait shuttle 1 --state champion --timeout 60s --json");
        Called status = call(OPERATORS, "model status --json");

        // Then
        assertThat(publish.exit()).as(publish.out()).isZero();
        assertThat(publish.json().get("champion").asInt()).isEqualTo(1);
        assertThat(wait.exit()).as(wait.out()).isZero();
        assertThat(status.json().get("models").get(0).get("champion").asInt()).isEqualTo(1);
    }

    @Test
    @Order(3)
    void shouldScoreWhatSendersSendAndShowItToReaders() {
        // When
        Called feed = call(SENDERS, "feed --data " + SHUTTLE + " --label state --rows 1..100 --rate max --json");
        Called strays = call(SENDERS, "feed --data " + SHUTTLE + " --label state --rows 1..5 --model pump --rate max --json");
        Called predictions = call(READERS, "watch predictions --from-beginning --limit 100 --json");
        Called letters = call(READERS, "watch dead-letters --from-beginning --limit 5 --json");
        Called status = call(READERS, "watch status --from-beginning --limit 1 --json");

        // Then
        assertThat(feed.exit()).as(feed.out()).isZero();
        assertThat(strays.exit()).as(strays.out()).isZero();
        assertThat(predictions.records()).hasSize(100);
        assertThat(letters.records()).hasSize(5);
        assertThat(status.records()).hasSize(1);
    }

    @Test
    @Order(4)
    void shouldLetReadersFormGroups() {
        // Given
        Connection connection = new Connection(configuration(READERS));
        List<String> values = new ArrayList<>();

        // When
        try (Consumer<byte[], byte[]> consumer =
                connection.consumer(Map.of("group.id", READERS + "-dashboard", "auto.offset.reset", "earliest"))) {
            consumer.subscribe(List.of(connection.topics().predictions()));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(new String(record.key())));
                return values.size() >= 100;
            });
            consumer.commitSync();
        }

        // Then
        assertThat(values).hasSize(100);
    }

    @Test
    @Order(5)
    void shouldLetReplayersBringDeadLettersBack() {
        // When
        Called replay = call(REPLAYERS, "dead-letters replay --reason NO_MODEL --json");
        Called letters = call(READERS, "watch dead-letters --from-beginning --limit 10 --json");

        // Then
        assertThat(replay.exit()).as(replay.out()).isZero();
        assertThat(replay.json().get("replayed").asLong()).isEqualTo(5);
        assertThat(letters.records()).hasSize(10);
    }

    @Test
    @Order(6)
    void shouldHaveRefusedNobodySoFar() {
        // When, then
        assertThat(kafka.refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PROCESSOR, OPERATORS, SENDERS, READERS, REPLAYERS, STRANGER})
    @Order(7)
    void shouldLetNobodyButTheGovernorWriteModels(String user) {
        // Given
        Configuration configuration = configuration(user);
        Topics topics = configuration.inference().topics();

        // When, then
        assertRefused(user, topics.models());
        assertRefused(user, configuration.governorId() + "-governed-changelog");
        assertThat(kafka.refusals()).anyMatch(line -> line.contains("Principal = User:" + user)
                && line.contains("Topic:LITERAL:" + topics.models()));
        assertThat(PublishedModels.read(configuration(OPERATORS).clients(), topics).models().get("shuttle").versions())
                .containsOnlyKeys(1);
    }

    @ParameterizedTest
    @CsvSource({
        "elmstream-processor, model-control",
        "elmstream-governor, predictions",
        "elmstream-governor, model-control",
        "elmstream-operators, sensor-readings",
        "elmstream-operators, model-status",
        "elmstream-senders, predictions",
        "elmstream-senders, model-control",
        "elmstream-readers, sensor-readings",
        "elmstream-replayers, model-control",
    })
    @Order(8)
    void shouldLetNobodyDoTheWorkOfOthers(String user, String topic) {
        // When, then
        assertRefused(user, topic);
    }

    @Test
    @Order(9)
    void shouldLetReadersFormNoGroupsOfOthers() {
        // Given
        Connection connection = new Connection(configuration(READERS));

        // When, then
        try (Consumer<byte[], byte[]> consumer = connection.consumer(Map.of("group.id", "elmstream-governor"))) {
            consumer.subscribe(List.of(connection.topics().predictions()));
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(60))).isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    @Order(10)
    void shouldTellWhoeverMayNotSendCommandsAtOnce() {
        // Given
        String activate = "model publish " + folder.resolve("shuttle-1.elm") + " --json";

        // When
        Called reader = call(READERS, activate);
        Called stranger = call(STRANGER, activate);

        // Then
        assertThat(reader.exit()).isEqualTo(1);
        assertThat(reader.error().get("code").asText()).isEqualTo("KAFKA");
        assertThat(reader.error().get("message").asText()).contains("Not authorized", "model-control");
        assertThat(stranger.exit()).isEqualTo(1);
        assertThat(stranger.error().get("message").asText()).contains("Not authorized");
    }

    @Test
    @Order(11)
    void shouldLetTheProcessorCreateTopicsWhereItIsToldTo() throws InterruptedException {
        // Given
        Map<String, String> flags = flags(PROCESSOR);
        flags.put("topics.create", "true");
        TopicCatalog.load().specs().forEach((role, spec) -> flags.put("topics." + role.key(), "second-" + spec.name()));
        kafka.allow(bindings(call(flags, "topics acls --json").json().get("acls")));

        // When
        new Connection(configuration(flags)).prepareTopics();

        // Then
        assertThat(call(flags, "topics create --json").json().get("created")).isEmpty();
        assertThat(kafka.refusals()).noneMatch(line -> line.contains("second-"));
    }

    private void assertRefused(String user, String topic) {
        try (Producer<byte[], byte[]> producer = new Connection(configuration(user)).producer(Map.of())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[1], new byte[1])).get())
                    .as(user + " writes to " + topic)
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    private static List<AclBinding> bindings(JsonNode acls) {
        List<AclBinding> bindings = new ArrayList<>();
        for (JsonNode acl : acls) {
            ResourcePattern resource = new ResourcePattern(
                    ResourceType.valueOf(acl.get("resource").asText()),
                    acl.get("name").asText(),
                    PatternType.valueOf(acl.get("pattern").asText()));
            StreamSupport.stream(acl.get("operations").spliterator(), false)
                    .map(operation -> AclOperation.valueOf(operation.asText()))
                    .map(operation -> new AccessControlEntry(
                            acl.get("principal").asText(), "*", operation, AclPermissionType.ALLOW))
                    .forEach(entry -> bindings.add(new AclBinding(resource, entry)));
        }
        return bindings;
    }

    private Configuration configuration(String user) {
        return configuration(flags(user));
    }

    private static Configuration configuration(Map<String, String> flags) {
        return ConfigurationLoader.load(Optional.empty(), Map.of(), flags).configuration();
    }

    private Map<String, String> flags(String user) {
        Map<String, String> flags = new TreeMap<>(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "registry.url", kafka.registryUrl(),
                "models.default", "shuttle",
                "http.port", "0",
                "state.dir", folder.resolve("state").toString()));
        SecuredKafka.client(user).forEach((property, value) -> flags.put("kafka." + property, value));
        flags.put("governor.kafka.sasl.jaas.config", SecuredKafka.client(GOVERNOR).get("sasl.jaas.config"));
        return flags;
    }

    /** Calls a command as a user. */
    private Called call(String user, String line) {
        return call(flags(user), line);
    }

    private static Called call(Map<String, String> flags, String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        flags.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        return Called.with(words.toArray(String[]::new));
    }
}
