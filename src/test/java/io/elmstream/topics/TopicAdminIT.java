package io.elmstream.topics;

import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.app.OpenTransactions;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.embedded.EmbeddedBroker;
import io.elmstream.support.Closing;
import io.elmstream.support.TopicSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics on a real broker; each test has topics of its own. */
class TopicAdminIT {

    private static EmbeddedBroker broker;
    private static Admin admin;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        Closing.inOrder(admin, broker);
    }

    @Test
    void shouldCreateTopicsAsTheyAreMeantToBe() throws Exception {
        // Given
        Configuration configuration = configuration("first", Map.of("topics.create", "true"));

        // When
        Configuration prepared = topics(configuration).prepare();

        // Then
        assertThat(prepared)
                .isEqualTo(configuration.withLimits(prepared.inference().limits()));
        assertThat(prepared.inference().limits().deadLetters().maxBytes()).isEqualTo(1_114_112);
        assertThat(prepared.inference().limits().predictions().maxBytes()).isBetween(1_040_000, 1_048_588);
        assertThat(prepared.inference().limits().predictions().future()).isEqualTo(Duration.ofMinutes(59));
        assertThat(topics(configuration).check().problems()).isEmpty();
        assertThat(topics(configuration).check().warnings()).isEmpty();
        assertThat(setting("first-models", "cleanup.policy")).isEqualTo("compact");
        assertThat(setting("first-alerts", "retention.ms")).isEqualTo("2592000000");
        assertThat(partitions("first-sensor-readings")).isEqualTo(4);
    }

    @Test
    void shouldSeeATransactionThatKeepsRecordsFromBeingRead() throws Exception {
        // Given
        Configuration configuration = configuration("open", Map.of("topics.create", "true"));
        topics(configuration).prepare();
        TopicEnds ends = new TopicEnds(admin, List.of("open-sensor-readings", "open-models", "open-deleted"));
        OpenTransactions open = new OpenTransactions(Duration.ZERO);

        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "foreign"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            // When
            TopicEnds.Found found = ends.read().orElseThrow();
            List<String> before = open.problems(found.ends(), 0);
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("open-sensor-readings", 2, null, new byte[1]))
                    .get();
            List<String> meanwhile = open.problems(ends.read().orElseThrow().ends(), 0);
            producer.abortTransaction();

            // Then
            assertThat(found.missing()).containsExactly("open-deleted");
            assertThat(before).isEmpty();
            assertThat(meanwhile)
                    .singleElement()
                    .asString()
                    .startsWith("open-sensor-readings-2 cannot be read beyond offset 0");
            await().untilAsserted(() -> assertThat(
                            open.problems(ends.read().orElseThrow().ends(), 0))
                    .isEmpty());
        }
    }

    @Test
    void shouldCreateOnlyWhatIsMissing() throws Exception {
        // Given
        Configuration configuration = configuration("second", Map.of());
        TopicCatalog catalog = TopicCatalog.load().withPartitions(2);
        new TopicAdmin(admin, configuration, catalog).createMissing();
        admin.deleteTopics(List.of("second-alerts")).all().get();
        await().until(() -> !admin.listTopics().names().get().contains("second-alerts"));

        // When
        List<String> created = new TopicAdmin(admin, configuration, catalog).createMissing();

        // Then
        assertThat(created).containsExactly("second-alerts");
        assertThat(partitions("second-predictions")).isEqualTo(2);
        assertThat(partitions("second-model-control")).isEqualTo(1);
    }

    @Test
    void shouldCreateRoomForWhatTheConfigurationAllows() throws Exception {
        // Given
        Configuration configuration = configuration("third", Map.of("dead-letters.max.bytes", "2000000"));

        // When
        topics(configuration).createMissing();

        // Then
        assertThat(topics(configuration).check().warnings()).isEmpty();
        assertThat(topics(configuration).check().limits().deadLetters().maxBytes())
                .isEqualTo(2_000_000);
        assertThat(setting("third-dead-letters", "max.message.bytes")).isEqualTo("2000000");
    }

    @Test
    void shouldRefuseToStartWithoutTopics() {
        // Given
        Configuration configuration = configuration("none", Map.of());

        // When, then
        assertThatThrownBy(() -> topics(configuration).prepare())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("The topic none-sensor-readings (topics.readings) does not exist")
                .hasMessageContaining("The topic none-models (topics.models) does not exist");
    }

    @Test
    void shouldSeeWhatWasChanged() throws Exception {
        // Given
        Configuration configuration = configuration("fourth", Map.of());
        topics(configuration).createMissing();
        TopicSettings.set(admin, "fourth-models", "cleanup.policy", "delete");
        TopicSettings.set(admin, "fourth-dead-letters", "max.message.bytes", "500000");

        // When
        TopicFindings findings = topics(configuration).check();

        // Then
        assertThat(findings.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("fourth-models", "cleanup.policy delete"));
        assertThat(findings.warnings()).singleElement().asString().contains("larger than 500000 are truncated");
        assertThat(findings.limits().deadLetters().maxBytes()).isEqualTo(500_000);
    }

    @Test
    void shouldSayThatNoBrokerAnswers() {
        // Given
        Configuration configuration = configuration("far", Map.of());
        try (Admin far = Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "500", "default.api.timeout.ms", "500"))) {

            // When, then
            assertThatThrownBy(() -> new TopicAdmin(far, configuration, TopicCatalog.load()).check())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("no Kafka broker answers at ");
        }
    }

    @Test
    void shouldKeepLabelsAndCommandsAboutAlertsOnAsManyPartitionsAsReadings() throws Exception {
        // Given
        Configuration alone = configuration("learning", Map.of("topics.create", "true", "alerts.labels", "hot"));
        topics(alone).prepare();
        Configuration configuration = configuration(
                "learning",
                Map.of(
                        "topics.create", "true",
                        "alerts.labels", "hot",
                        "alerts.clear.enabled", "true",
                        "learn.enabled", "true"));
        topics(configuration).prepare();
        admin.createPartitions(Map.of("learning-sensor-readings", NewPartitions.increaseTo(6)))
                .all()
                .get();
        await().until(() -> partitions("learning-sensor-readings") == 6);
        List<String> problems = topics(configuration).check().problems().stream()
                .map(TopicFindings.Problem::message)
                .toList();

        // When
        TopicGrowth growth = new TopicGrowth(admin, configuration);
        List<TopicGrowth.Step> steps = growth.plan(OptionalInt.empty(), false);
        growth.grow(steps);

        // Then
        assertThat(problems)
                .containsExactly("The topic learning-alert-control (topics.alert-control) has 4 partitions, and the"
                        + " input topic learning-sensor-readings has 6. A command goes to the partition of the reading"
                        + " that raised the alert, so both must have the same number. Run: elmstream topics grow, or"
                        + " increase learning-alert-control to 6");
        assertThat(steps)
                .containsExactly(
                        new TopicGrowth.Step("learning-alert-control", 4, 6),
                        new TopicGrowth.Step("learning-labels", 4, 6));
        await().until(() -> topics(configuration).check().problems().isEmpty());
    }

    @Test
    void shouldKeepCommandsAboutAlertsOnAsManyPartitionsAsTheWidestInput() throws Exception {
        // Given
        admin.createTopics(List.of(new NewTopic("wide-input", 7, (short) 1)))
                .all()
                .get();
        Path file = Files.writeString(
                folder.resolve("wide.yaml"),
                "readings: {wide-sensor-readings: {format: elmstream}, wide-input: {format: elmstream}}\n");
        Configuration configuration = configuration(
                "wide",
                Map.of("topics.create", "true", "alerts.labels", "hot", "alerts.clear.enabled", "true"),
                Optional.of(file));

        // When
        topics(configuration).prepare();
        int created = partitions("wide-alert-control");
        admin.createPartitions(Map.of("wide-input", NewPartitions.increaseTo(9)))
                .all()
                .get();
        await().until(() -> partitions("wide-input") == 9);
        TopicGrowth growth = new TopicGrowth(admin, configuration);
        List<TopicGrowth.Step> steps = growth.plan(OptionalInt.empty(), false);
        growth.grow(steps);
        await().until(() -> partitions("wide-alert-control") == 9);

        // Then
        assertThat(created).isEqualTo(7);
        assertThat(steps).containsExactly(new TopicGrowth.Step("wide-alert-control", 7, 9));
        assertThat(topics(configuration).check().problems()).isEmpty();
        assertThat(growth.plan(OptionalInt.of(6), false))
                .containsExactly(new TopicGrowth.Step("wide-sensor-readings", 4, 6));
    }

    private static TopicAdmin topics(Configuration configuration) {
        return new TopicAdmin(admin, configuration, TopicCatalog.load());
    }

    private static Configuration configuration(String prefix, Map<String, String> more) {
        return configuration(prefix, more, Optional.empty());
    }

    private static Configuration configuration(String prefix, Map<String, String> more, Optional<Path> file) {
        Map<String, String> flags = new HashMap<>(more);
        flags.put("bootstrap.servers", broker.bootstrapServers());
        flags.put("registry.url", "http://127.0.0.1/not-asked");
        TopicCatalog.load()
                .specs()
                .forEach((role, spec) -> flags.put("topics." + role.key(), prefix + "-" + spec.name()));
        return ConfigurationLoader.load(file, Map.of("HOME", folder.toString()), flags)
                .configuration();
    }

    private static String setting(String topic, String setting) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(setting)
                .value();
    }

    private static int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }
}
