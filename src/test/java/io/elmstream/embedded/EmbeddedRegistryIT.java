package io.elmstream.embedded;

import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void shouldKeepSchemasAndAddressOverAStop() throws Exception {
        // Given
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(RegistryHome.find(), folder)) {
            String url = registry.url();
            register(url);
            long pid = registry.pid().orElseThrow();

            // When
            registry.stop();

            // Then
            assertThat(ChildJvm.gone(pid)).isTrue();
            assertThat(registry.pid()).isEmpty();
            assertThatThrownBy(() -> schema(url)).isInstanceOf(IOException.class);

            // When
            registry.startAgain();

            // Then
            assertThat(registry.url()).isEqualTo(url);
            assertThat(schema(url)).isEqualTo("\"string\"");
            assertThat(folder.resolve("vertx-cache"))
                    .as("what it keeps for itself")
                    .isDirectory();
        }
    }

    @Test
    void shouldStartWithAnArchiveOfClassesThatItCannotUse() throws Exception {
        // Given
        Path archive = Files.writeString(folder.resolve("damaged.jsa"), "no archive");

        // When
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(
                RegistryHome.find(), folder, Map.of(), List.of("-XX:SharedArchiveFile=" + archive))) {

            // Then
            register(registry.url());
            assertThat(schema(registry.url())).isEqualTo("\"string\"");
        }
    }

    @Test
    void shouldOutlastCtrlC() throws Exception {
        // Given
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(RegistryHome.find(), folder)) {
            long pid = registry.pid().orElseThrow();

            // When
            new ProcessBuilder("kill", "-INT", String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();

            // Then
            await().during(Duration.ofSeconds(2)).until(() -> !ChildJvm.gone(pid));
            register(registry.url());
            assertThat(schema(registry.url())).isEqualTo("\"string\"");
        }
    }

    @Test
    void shouldStartAgainAfterItWasKilled() throws Exception {
        // Given
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(RegistryHome.find(), folder)) {
            assertThat(registry.crashed()).isEmpty();

            // When
            ProcessHandle.of(registry.pid().orElseThrow()).orElseThrow().destroyForcibly();

            // Then
            await().until(() -> registry.crashed().isPresent());
            assertThat(registry.crashed()).hasValue(128 + 9);

            // When
            registry.startAgain();

            // Then
            assertThat(registry.crashed()).isEmpty();
            register(registry.url());
            assertThat(schema(registry.url())).isEqualTo("\"string\"");
        }
    }

    /** The storage of docker-compose.yml, whose journal is a topic, with a broker that forgets after a second. */
    @Test
    void shouldStillKnowItsSchemasWhenRetentionHasPassed() throws Exception {
        // Given
        NewTopic forgetful = new NewTopic("forgetful", 1, (short) 1);
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                        folder.resolve("broker"),
                        Map.of(
                                "log.retention.ms", "1000",
                                "log.roll.ms", "1000",
                                "log.retention.check.interval.ms", "200",
                                "log.initial.task.delay.ms", "100"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(forgetful, asInCompose("kafkasql-journal"), asInCompose("kafkasql-snapshots")))
                    .all()
                    .get();
            Map<String, String> inKafka = Map.of(
                    "apicurio.storage.kind", "kafkasql",
                    "apicurio.kafkasql.bootstrap.servers", broker.bootstrapServers(),
                    "apicurio.datasource.url", "jdbc:h2:mem:registry");
            try (EmbeddedRegistry registry =
                    EmbeddedRegistry.start(RegistryHome.find(), folder.resolve("first"), inKafka)) {
                register(registry.url());

                // When segments are rolled and old ones deleted
                await().atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            producer.send(new ProducerRecord<>("forgetful", new byte[10]))
                                    .get();
                            register(registry.url(), "text-" + System.nanoTime());
                            return beginning(admin, "forgetful") > 0;
                        });
            }

            // Then
            assertThat(beginning(admin, "kafkasql-journal")).isZero();
            try (EmbeddedRegistry anew =
                    EmbeddedRegistry.start(RegistryHome.find(), folder.resolve("second"), inKafka)) {
                assertThat(schema(anew.url())).isEqualTo("\"string\"");
            }
        }
    }

    /** A topic with the settings that docker-compose.yml gives to the journal. */
    private static NewTopic asInCompose(String name) throws IOException {
        Matcher settings =
                Pattern.compile("--add-config (\\S+)").matcher(Files.readString(Path.of("docker-compose.yml")));
        assertThat(settings.find()).isTrue();
        Map<String, String> configs = new HashMap<>();
        for (String setting : settings.group(1).split(",")) {
            configs.put(setting.split("=")[0], setting.split("=")[1]);
        }
        return new NewTopic(name, 1, (short) 1).configs(configs);
    }

    private static long beginning(Admin admin, String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Test
    void shouldCarryTheLastLinesWhenItDoesNotStart() throws Exception {
        // Given
        RegistryHome broken = homeThatRuns(FailingMain.class);

        // When, then
        assertThatThrownBy(() -> EmbeddedRegistry.start(broken, folder.resolve("data")))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("ended while it was starting")
                .hasMessageContaining("the disk is full");
    }

    private RegistryHome homeThatRuns(Class<?> main) throws IOException {
        String file = main.getName().replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        Path runner = folder.resolve("broken-runner.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(runner), manifest);
                var bytes = main.getClassLoader().getResourceAsStream(file)) {
            jar.putNextEntry(new JarEntry(file));
            bytes.transferTo(jar);
        }
        return RegistryHome.at(folder);
    }

    private static void register(String url) throws IOException, InterruptedException {
        register(url, "text");
    }

    private static void register(String url, String artifact) throws IOException, InterruptedException {
        String body = """
                {"artifactId": "%s", "artifactType": "AVRO", "firstVersion":
                    {"content": {"content": "\\"string\\"", "contentType": "application/json"}}}""".formatted(artifact);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/groups/default/artifacts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private static String schema(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/groups/default/artifacts/text/versions/branch=latest/content"))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Stands for a registry that cannot start. */
    public static final class FailingMain {
        private FailingMain() {}

        /** Says why and ends. */
        public static void main(String[] arguments) {
            System.out.println("the disk is full");
            System.exit(1);
        }
    }
}
