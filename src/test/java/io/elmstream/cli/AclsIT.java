package io.elmstream.cli;

import static io.elmstream.cli.SecuredElmstream.OPERATORS;
import static io.elmstream.cli.SecuredElmstream.PROCESSOR;
import static io.elmstream.cli.SecuredElmstream.READERS;
import static io.elmstream.cli.SecuredElmstream.REPLAYERS;
import static io.elmstream.cli.SecuredElmstream.SENDERS;
import static io.elmstream.cli.SecuredElmstream.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.client.PublishedModels;
import io.elmstream.config.Configuration;
import io.elmstream.edge.DeviceSpool;
import io.elmstream.edge.EdgeClassifier;
import io.elmstream.model.ModelId;
import io.elmstream.support.Closing;
import io.elmstream.support.SmallModel;
import io.elmstream.support.Waiting;
import io.elmstream.topics.TopicAdmin;
import io.elmstream.topics.TopicCatalog;
import io.elmstream.topics.TopicFindings;
import io.elmstream.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cluster that allows what {@code topics acls} prints, and nothing else: everybody can do their part, and nobody
 * more.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class AclsIT {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";

    private Path folder;
    private SecuredElmstream elmstream;

    @BeforeAll
    void start(@TempDir Path shared) throws InterruptedException {
        folder = shared;
        elmstream = new SecuredElmstream(shared);
    }

    @AfterAll
    void stop() {
        Closing.inOrder(elmstream);
    }

    @Test
    @Order(1)
    void shouldLetTheProcessorCheckAllTopics() throws InterruptedException {
        // Given
        Configuration configuration = elmstream.connection(PROCESSOR).configuration();

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
        Path first = Files.write(folder.resolve("shuttle-1.elm"), SmallModel.artefact(1));
        Path second = Files.write(folder.resolve("shuttle-2.elm"), SmallModel.artefact(2));

        // When
        Called publish = elmstream.call(OPERATORS, "model publish " + first + " --activate --json");
        elmstream.call(OPERATORS, "model publish " + second + " --json");
        Called rules = elmstream.call(OPERATORS, "model publish " + silence() + " --activate --json");
        elmstream.call(OPERATORS, "model wait shuttle.rules 1 --state champion --timeout 60s --json");
        elmstream.call(OPERATORS, "model shadow shuttle 2 --json");
        Called wait = elmstream.call(OPERATORS, "model wait shuttle 2 --state shadow --timeout 60s --json");
        Called status = elmstream.call(OPERATORS, "model status --json");

        // Then
        assertThat(publish.exit()).as(publish.out()).isZero();
        assertThat(rules.exit()).as(rules.out()).isZero();
        assertThat(publish.json().get("champion").asInt()).isEqualTo(1);
        assertThat(wait.exit()).as(wait.out()).isZero();
        assertThat(status.json().get("models").get(0).get("champion").asInt()).isEqualTo(1);
    }

    /** A rule set that remembers every sensor. */
    private Path silence() throws IOException {
        return Files.writeString(folder.resolve("rules.yaml"), """
                model: shuttle
                version: 1
                rules: [{name: silent, alert: {text: no reading, silent: 10m}}]
                probes: [{expect: {fired: []}}]
                """);
    }

    @Test
    @Order(3)
    void shouldScoreWhatSendersSendAndShowItToReaders() {
        // When
        String feeding = "feed --data " + SHUTTLE + " --label state --rate max --json --rows ";
        Called feed = elmstream.call(SENDERS, feeding + "1..100 --by-position --wait 0");
        Called strays = elmstream.call(SENDERS, feeding + "1..5 --by-position --wait 0 --model pump");
        Called predictions = elmstream.call(READERS, "watch predictions --from-beginning --limit 100 --json");
        Called letters = elmstream.call(READERS, "watch dead-letters --from-beginning --limit 5 --json");
        Called alerts = elmstream.call(READERS, "watch alerts --from-beginning --limit 1 --json");
        Called status = elmstream.call(READERS, "watch status --from-beginning --limit 1 --json");

        // Then
        assertThat(feed.exit()).as(feed.out()).isZero();
        assertThat(strays.exit()).as(strays.out()).isZero();
        assertThat(predictions.records()).hasSize(100);
        assertThat(letters.records()).hasSize(5);
        assertThat(alerts.records()).hasSize(1);
        assertThat(status.records()).hasSize(1);
    }

    @Test
    @Order(4)
    void shouldLetReadersFormGroups() {
        // Given
        Connection connection = elmstream.connection(READERS);
        Map<String, Long> records = new TreeMap<>();

        // When
        try (Consumer<byte[], byte[]> consumer =
                connection.consumer(Map.of("group.id", READERS + "-dashboard", "auto.offset.reset", "earliest"))) {
            consumer.subscribe(List.of(
                    connection.topics().predictions(), connection.topics().shadowPredictions()));
            Waiting.await().untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> records.merge(record.topic(), 1L, Long::sum));
                assertThat(records).containsEntry("predictions", 100L).containsEntry("shadow-predictions", 100L);
            });
            consumer.commitSync();
        }

        // Then
        assertThat(records).hasSize(2);
    }

    @Test
    @Order(5)
    void shouldLetReplayersBringDeadLettersBack() {
        // When
        Called replay = elmstream.call(REPLAYERS, "dead-letters replay --reason NO_MODEL --wait 0 --json");
        Called letters = elmstream.call(READERS, "watch dead-letters --from-beginning --limit 10 --json");

        // Then
        assertThat(replay.exit()).as(replay.out()).isZero();
        assertThat(replay.json().get("replayed").asLong()).isEqualTo(5);
        assertThat(letters.records()).hasSize(10);
    }

    @Test
    @Order(5)
    void shouldLetOperatorsClearAlerts() {
        // Given
        String sensor = elmstream
                .call(OPERATORS, "alerts list --json")
                .json()
                .get("alerts")
                .get(0)
                .get("sensor")
                .asText();

        // When
        Called cleared = elmstream.call(OPERATORS, "alerts clear " + sensor + " --wait 60s --json");

        // Then
        assertThat(cleared.exit()).as(cleared.out()).isZero();
        assertThat(cleared.json().get("cleared").asInt()).isPositive();
    }

    @Test
    @Order(5)
    void shouldLetReplayersSendTheSpoolOfADevice(@TempDir Path device) throws Exception {
        // Given
        Path model = Files.write(device.resolve("shuttle.elm"), SmallModel.artefact(1));
        List<String> features = EdgeClassifier.of(SmallModel.artefact(1)).featureNames();
        String row = features.stream().map(feature -> "1").collect(Collectors.joining(","));
        DeviceSpool.keep(
                model,
                device.resolve("spool"),
                String.join(",", features) + ",sensor,time\n" + row + ",s,1700000000000\n");

        // When
        Called feed =
                elmstream.call(REPLAYERS, "feed --spool " + device.resolve("spool") + " --wait 0 --by-position --json");

        // Then
        assertThat(feed.exit()).as(feed.out()).isZero();
        assertThat(feed.json().get("sent").asLong()).isEqualTo(1);
    }

    @Test
    @Order(6)
    void shouldHaveRefusedNobodySoFarAndNeededAllThatIsAllowed() {
        // When, then
        assertThat(elmstream.kafka().refusals()).isEmpty();
        assertThat(elmstream.granted()).containsAll(elmstream.kafka().used());
        assertThat(elmstream.granted())
                .filteredOn(right -> !elmstream.kafka().used().contains(right))
                .allMatch(AclsIT::isForARebuildOrAnUpgrade);
    }

    /** What only a governor needs that has lost its changelog, or takes over from an earlier release. */
    private static boolean isForARebuildOrAnUpgrade(AclBinding right) {
        return right.entry().principal().equals("User:elmstream-governor")
                && right.entry().operation() == AclOperation.READ
                && Set.of("models", "elmstream-governor-governed-changelog", "elmstream-governor")
                        .contains(right.pattern().name());
    }

    @Test
    @Order(7)
    void shouldExamineTheInstallationWithTheConfigurationOfAnInstance() {
        // Given
        Path zip = folder.resolve("support.zip");

        // When
        Called lag = elmstream.call(PROCESSOR, "lag --json");
        Called doctor = elmstream.call(PROCESSOR, "doctor --json");
        Called strange = elmstream.call(SENDERS, "doctor --set alerts.labels=Rad.flow --set rules.enabled=false");
        Called bundle = elmstream.call(PROCESSOR, "support bundle --json --out " + zip);

        // Then
        assertThat(lag.exit()).as(lag.out()).isZero();
        assertThat(lag.json().get("groups")).hasSize(2);
        assertThat(doctor.exit()).as(doctor.out()).isZero();
        assertThat(doctor.out())
                .doesNotContain("not known")
                .contains("the principal of the processor may use all its topics, groups and transactional ids");
        assertThat(strange.out())
                .contains("READ on group elmstream", "WRITE on transactional id elmstream-*", "elmstream topics acls");
        assertThat(bundle.json().get("missing"))
                .extracting(JsonNode::asText)
                .doesNotContain("doctor.json", "lag.json", "models.json");
    }

    @Test
    @Order(7)
    void shouldTellSendersWhoMayNotReadModelsToGoByPosition() {
        // When
        Called feed = elmstream.call(
                SENDERS, "feed --data " + SHUTTLE + " --label state --rate max --json --rows 1..5 --wait 0");

        // Then
        assertThat(feed.exit()).isEqualTo(1);
        assertThat(feed.error().get("field").asText()).isEqualTo("--by-position");
    }

    @ParameterizedTest
    @ValueSource(strings = {PROCESSOR, OPERATORS, SENDERS, READERS, REPLAYERS, STRANGER})
    @Order(7)
    void shouldLetNobodyButTheGovernorWriteModels(String user) {
        // Given
        Topics topics = elmstream.connection(user).topics();

        // When, then
        assertRefused(user, topics.models());
        assertRefused(user, "governor-of-elmstream-governed-changelog");
        assertThat(elmstream.kafka().refusals())
                .anyMatch(line ->
                        line.contains("Principal = User:" + user) && line.contains("Topic:LITERAL:" + topics.models()));
        assertThat(PublishedModels.read(elmstream.connection(OPERATORS).clients(), topics)
                        .models()
                        .get(new ModelId("shuttle"))
                        .versions())
                .containsOnlyKeys(1, 2);
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
        Connection connection = elmstream.connection(READERS);

        // When, then
        try (Consumer<byte[], byte[]> consumer = connection.consumer(Map.of("group.id", "governor-of-elmstream"))) {
            consumer.subscribe(List.of(connection.topics().predictions()));
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(60)))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    @Order(10)
    void shouldTellWhoeverMayNotSendCommandsAtOnce() {
        // Given
        String publish = "model publish " + folder.resolve("shuttle-1.elm") + " --json";

        // When
        Called reader = elmstream.call(READERS, publish);
        Called stranger = elmstream.call(STRANGER, publish);

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
        Map<String, String> flags = elmstream.flags(PROCESSOR);
        flags.put("topics.create", "true");
        TopicCatalog.load().specs().forEach((role, spec) -> flags.put("topics." + role.key(), "second-" + spec.name()));
        elmstream.allowWhatIsPrinted(flags);

        // When
        SecuredElmstream.connection(flags).prepareTopics();

        // Then
        assertThat(SecuredElmstream.call(flags, "topics create --json").json().get("created"))
                .isEmpty();
        assertThat(elmstream.kafka().refusals()).noneMatch(line -> line.contains("second-"));
    }

    @Test
    @Order(12)
    void shouldNameTheSettingThatKeepsAClientOut() {
        // Given
        Map<String, String> plain = elmstream.flags(OPERATORS);
        plain.keySet().removeIf(key -> key.startsWith("kafka."));
        Map<String, String> tls = new TreeMap<>(plain);
        tls.put("kafka.security.protocol", "SSL");
        Map<String, String> stranger = elmstream.flags(OPERATORS);
        stranger.compute(
                "kafka.sasl.jaas.config", (key, jaas) -> jaas.replace("password=\"" + OPERATORS, "password=\"wrong"));
        Map<String, String> scram = elmstream.flags(OPERATORS);
        scram.put("kafka.sasl.mechanism", "SCRAM-SHA-256");
        scram.compute(
                "kafka.sasl.jaas.config",
                (key, jaas) -> jaas.replace("plain.PlainLoginModule", "scram.ScramLoginModule"));
        Map<String, String> noModule = elmstream.flags(OPERATORS);
        noModule.remove("kafka.sasl.jaas.config");
        Map<String, String> noStore = new TreeMap<>(tls);
        noStore.put("kafka.ssl.truststore.location", folder.resolve("none.jks").toString());

        // When, then
        assertTold(
                plain, "not a Kafka listener for clients with security.protocol PLAINTEXT", "kafka.security.protocol");
        assertTold(tls, "SSL", "kafka.security.protocol");
        assertTold(stranger, "rejected the credentials", "kafka.sasl.jaas.config");
        assertTold(scram, "enabled mechanisms are [PLAIN]", "kafka.sasl.mechanism");
        assertTold(noModule, "kafka.sasl.jaas.config is missing", "login module");
        assertTold(noStore, "none.jks", "kafka.ssl.truststore.location");
    }

    private static void assertTold(Map<String, String> flags, String cause, String setting) {
        Called status = SecuredElmstream.call(flags, "model status");
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.err().lines())
                .singleElement()
                .asString()
                .startsWith("elmstream: ")
                .contains(cause, setting);
    }

    private void assertRefused(String user, String topic) {
        try (Producer<byte[], byte[]> producer = elmstream.connection(user).producer(Map.of())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[1], new byte[1]))
                            .get())
                    .as(user + " writes to " + topic)
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }
}
