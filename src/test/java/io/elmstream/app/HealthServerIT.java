package io.elmstream.app;

import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elmstream.client.GroupMembers;
import io.elmstream.config.Configuration;
import io.elmstream.config.Configuration.HttpAddress;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.embedded.EmbeddedBroker;
import io.elmstream.http.HealthServer;
import io.elmstream.support.TestTopics;
import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.Topics;
import io.elmstream.wire.MemorySchemaRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of an instance that runs against a real broker. */
class HealthServerIT {

    private static final HttpAddress ANY_PORT = new HttpAddress("127.0.0.1", 0);

    /** Where Debian's package prometheus puts it. */
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    @AutoClose
    private static EmbeddedBroker broker;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        TestTopics.create(broker.bootstrapServers(), Topics.standard(), 2);
    }

    @Test
    void shouldCountWhatBecomesOfReadings() throws Exception {
        // Given
        Configuration configuration = configuration(Map.of("application.id", "counting", "alerts.labels", "Bypass"));
        try (Elmstream elmstream =
                        Elmstream.start(configuration, new MemorySchemaRegistry(), folder.resolve("counting"));
                HealthServer server = HealthServer.start(ANY_PORT, elmstream, List.of(), List.of())) {
            await().until(() -> get(server, "/health").statusCode() == 200);

            // When
            send(0, "sensor", "unreadable");

            // Then
            Pattern unreadable = Pattern.compile(
                    "^kafka_elmstream_dead_letters_total\\{application=\"inference\",.*reason=\"UNREADABLE\".*} 1\\.0$",
                    Pattern.MULTILINE);
            await().until(() ->
                    unreadable.matcher(get(server, "/metrics").body()).find());
            await().until(() -> get(server, "/metrics").body().contains("elmstream_partition_stalled{"));
            String metrics = get(server, "/metrics").body();
            assertThat(metrics).contains("jvm_memory_used_bytes{");
            assertThat(OwnMetric.values())
                    .filteredOn(metric -> metric.group() == OwnMetric.Group.INFERENCE)
                    .extracting(PrometheusName::exported)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(metrics).contains("\n" + name + "{application=\"inference\""));
            assertThat(OwnMetric.values())
                    .filteredOn(metric -> metric.group() == OwnMetric.Group.INSTANCE)
                    .allSatisfy(metric -> assertThat(metrics)
                            .contains("# HELP " + PrometheusName.exported(metric) + " " + metric.help()));
            Matcher ofKafka = Pattern.compile("^\\| `(kafka_(consumer|stream)_\\w+)`", Pattern.MULTILINE)
                    .matcher(Files.readString(Path.of("docs/operations.md")));
            assertThat(ofKafka.results().map(found -> found.group(1)))
                    .hasSize(3)
                    .allSatisfy(name -> assertThat(metrics).contains("\n" + name + "{application=\"inference\""));
        }
    }

    @Test
    void shouldPassTheLintOfPrometheus() throws Exception {
        // Given
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not there; Debian's package prometheus has it");
        Configuration configuration =
                configuration(Map.of("application.id", "linted", "instance.id", "pod-0", "learn.enabled", "true"));
        try (Elmstream elmstream =
                        Elmstream.start(configuration, new MemorySchemaRegistry(), folder.resolve("linted"));
                HealthServer server = HealthServer.start(ANY_PORT, elmstream, List.of(), List.of())) {
            await().until(() -> get(server, "/health").statusCode() == 200);
            await().until(() -> get(server, "/metrics").body().contains("elmstream_partition_stalled{"));
            await().until(() -> get(server, "/metrics").body().contains("kafka_elmstream_learnt_rows_total{"));
            Path metrics = Files.writeString(
                    folder.resolve("metrics"), get(server, "/metrics").body());
            Path findings = folder.resolve("findings");

            // When
            Process lint = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                    .redirectInput(metrics.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(findings.toFile())
                    .start();
            lint.waitFor();

            // Then
            assertThat(findings).isEmptyFile();
            assertThat(lint.exitValue()).isZero();
            assertThat(Files.readString(metrics))
                    .contains(
                            "elmstream_build_info{",
                            "elmstream_health_status{status=\"up\"} 1.0",
                            "elmstream_partition_lag_records{partition=\"0\",topic=\"",
                            "elmstream_reported_timestamp_seconds 1.",
                            "client_id=\"pod-0-StreamThread-1-consumer\"")
                    .doesNotContainPattern("client_id=\"[^\"]*[0-9a-f]{8}-[0-9a-f]{4}-");
        }
    }

    @Test
    void shouldSayThatInferenceWaitsForAModel() throws Exception {
        // Given
        Configuration configuration = configuration(Map.of("application.id", "waiting", "models.default", "shuttle"));
        try (Elmstream elmstream =
                        Elmstream.start(configuration, new MemorySchemaRegistry(), folder.resolve("waiting"));
                HealthServer server = HealthServer.start(ANY_PORT, elmstream, List.of(), List.of())) {

            // When, then
            await().until(() -> get(server, "/health").body().contains("a champion of model shuttle"));
            HttpResponse<String> answer = get(server, "/health");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"status\":\"waiting\"");
        }
    }

    @Test
    void shouldWarnOfAPartitionThatNoTaskReads() throws Exception {
        // Given
        Configuration configuration =
                configuration(Map.of("application.id", "grown", "kafka.metadata.max.age.ms", "600000"));
        String readings = Topics.standard().readings();
        try (Elmstream elmstream = Elmstream.start(configuration, new MemorySchemaRegistry(), folder.resolve("grown"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            int partitions = admin.describeTopics(List.of(readings))
                    .allTopicNames()
                    .get()
                    .get(readings)
                    .partitions()
                    .size();
            await().until(() -> elmstream.health().isReady()
                    && GroupMembers.of(admin, "grown")
                            .assigned()
                            .filter(assigned -> assigned.size() == partitions)
                            .isPresent());

            // When
            admin.createPartitions(Map.of(readings, NewPartitions.increaseTo(partitions + 1)))
                    .all()
                    .get();
            send(partitions, "sensor", "unreadable");

            // Then
            String unread = "no task of any instance reads " + readings + "-" + partitions;
            await().until(() -> elmstream.health().warnings().stream().anyMatch(text -> text.startsWith(unread)));
        }
    }

    private static Configuration configuration(Map<String, String> flags) {
        Map<String, String> environment = Map.of(
                "HOME", folder.toString(),
                "ELMSTREAM_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "ELMSTREAM_REGISTRY_URL", "http://127.0.0.1/not-asked");
        return ConfigurationLoader.load(Optional.empty(), environment, flags).configuration();
    }

    private static void send(int partition, String key, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.standard().readings(),
                            partition,
                            key.getBytes(StandardCharsets.UTF_8),
                            value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
