package io.elmstream.page;

import static io.elmstream.support.Waiting.PATIENCE;
import static io.elmstream.support.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.activity.ActivityReport;
import io.elmstream.app.Elmstream;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.ModelControl;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.embedded.EmbeddedBroker;
import io.elmstream.embedded.LoopbackPort;
import io.elmstream.governor.Command;
import io.elmstream.http.HealthServer;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.support.ReadingFeed;
import io.elmstream.support.SmallModel;
import io.elmstream.support.TestTopics;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ActivityRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.SensorReading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of two instances on a real broker. */
class PageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ModelId MODEL = new ModelId(SmallModel.ID);
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'";
    private static final String TOKEN = "secret";

    /** Rates have one decimal. */
    private static final Offset<Double> ROUNDED = within(2.0);

    @AutoClose
    private static EmbeddedBroker broker;

    @TempDir
    static Path folder;

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        TestTopics.create(broker.bootstrapServers(), Topics.standard(), 4);
    }

    /** An instance with its page. */
    private record Instance(Elmstream elmstream, Page page, HealthServer server) implements AutoCloseable {

        @Override
        public void close() {
            server.close();
            page.close();
            elmstream.close();
        }

        JsonNode state() throws IOException, InterruptedException {
            HttpResponse<String> answer = get("/page/state", TOKEN);
            assertThat(answer.statusCode()).isEqualTo(200);
            return JSON.readTree(answer.body());
        }

        HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
            return HttpClient.newHttpClient().send(request(path, token).build(), BodyHandlers.ofString());
        }

        JsonNode act(String body) throws IOException, InterruptedException {
            HttpRequest request = request("/page/actions", TOKEN)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        }

        HttpRequest.Builder request(String path, String token) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .header("Authorization", "Bearer " + token);
        }
    }

    @Test
    void shouldShowTheApplicationOnEveryInstanceAndChangeItsModels() throws Exception {
        // Given
        try (ModelControl control = new ModelControl(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        Topics.standard(),
                        registry,
                        PATIENCE,
                        Optional.empty());
                Instance one = instance("one")) {
            for (int version = 1; version <= 2; version++) {
                assertThat(control.publish(new VersionKey(MODEL, version), SmallModel.artefact(version), false)
                                .orElseThrow()
                                .getOutcome())
                        .isEqualTo(CommandOutcome.ACCEPTED);
            }
            control.activate(new VersionKey(MODEL, 1)).orElseThrow();
            await().until(() -> one.elmstream().health().isReady());

            // When
            try (Instance two = instance("two")) {
                await().until(() -> two.elmstream().health().isReady());
                reportOfAnotherApplication();
                feed(200);

                // Then
                await().untilAsserted(() -> {
                    assertThat(sum(one.state(), "versions")).isCloseTo(200, ROUNDED);
                    assertThat(one.state().at("/deadLetters/total").asInt()).isEqualTo(1);
                    assertThat(one.state().get("instances")).hasSize(2);
                });
                await().untilAsserted(() -> {
                    JsonNode left = one.state();
                    JsonNode right = two.state();
                    assertThat(sum(right, "versions")).isCloseTo(200, ROUNDED);
                    assertThat(right.get("marks")).isEqualTo(left.get("marks"));
                    assertThat(right.get("deadLetters")).isEqualTo(left.get("deadLetters"));
                    assertThat(right.at("/models/0/timeline")).isEqualTo(left.at("/models/0/timeline"));
                });
                assertThat(one.state()
                                .at("/deadLetters/reasons/0/samples/0/sensor")
                                .asText())
                        .isEqualTo(HOSTILE);
            }

            // When: an instance starts again, and so does its page
            try (Instance again = instance("two")) {

                // Then
                await().untilAsserted(() -> {
                    assertThat(sum(again.state(), "versions")).isCloseTo(200, ROUNDED);
                    assertThat(again.state().at("/models/0/champion").asInt()).isEqualTo(1);
                });
            }

            actions(control, one);
            retire(control, one);
            refusals(one);
            events(one);
        }
    }

    private static void actions(ModelControl control, Instance one) throws Exception {
        // Given
        Challenger shadow = new Challenger(2, Mode.SHADOW, Share.ALL, Optional.empty());
        control.ask(new Command.Challenge(ModelControl.requestId(), MODEL, shadow, OptionalLong.empty()))
                .orElseThrow();

        // When
        JsonNode promoted = one.act(action("promote", 2));
        JsonNode late = one.act(action("rollback", 2));
        JsonNode rolledBack = one.act(action("rollback", 3));

        // Then
        assertThat(promoted.get("accepted").asBoolean()).as(promoted.toString()).isTrue();
        assertThat(promoted.get("revision").asInt()).isEqualTo(3);
        assertThat(late.get("accepted").asBoolean()).isFalse();
        assertThat(late.get("reason").asText()).isEqualTo("CONFLICT");
        assertThat(rolledBack.get("accepted").asBoolean())
                .as(rolledBack.toString())
                .isTrue();
        await().untilAsserted(() -> assertThat(one.state().get("marks"))
                .extracting(mark -> mark.get("kind").asText())
                .containsSubsequence("publish", "activate", "challenge", "promote", "refused", "rollback"));
        assertThat(one.state().get("marks"))
                .filteredOn(mark -> mark.get("kind").asText().equals("promote"))
                .first()
                .satisfies(mark -> assertThat(mark.get("who").asText()).startsWith("request page-"));
        assertThat(one.state().get("marks"))
                .filteredOn(mark -> mark.get("kind").asText().equals("publish"))
                .hasSize(2)
                .allSatisfy(mark -> assertThat(mark.get("who").asText()).startsWith("request "));
    }

    private static void refusals(Instance one) throws Exception {
        assertThat(one.get("/page/state", "wrong").statusCode()).isEqualTo(401);
        assertThat(one.get("/page/", "").statusCode()).isEqualTo(200);
        assertThat(one.get("/health", "").statusCode()).isEqualTo(200);
    }

    private static void events(Instance one) throws Exception {
        // When
        HttpResponse<InputStream> events = HttpClient.newHttpClient()
                .send(one.request("/page/events", TOKEN).build(), BodyHandlers.ofInputStream());

        // Then
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8))) {
            List<String> names = lines.lines()
                    .filter(line -> line.startsWith("event: "))
                    .limit(3)
                    .toList();
            assertThat(names).containsExactly("event: state", "event: change", "event: change");
        }
    }

    private static void retire(ModelControl control, Instance one) throws Exception {
        // Given
        long revision = control.publish(new VersionKey(MODEL, 3), SmallModel.artefact(3), false)
                .orElseThrow()
                .getRevision();

        // When
        JsonNode retired = one.act(action("retire", 3, revision));

        // Then
        assertThat(retired.get("accepted").asBoolean()).as(retired.toString()).isTrue();
        await().untilAsserted(() -> assertThat(one.state().get("marks"))
                .extracting(mark -> mark.get("kind").asText())
                .endsWith("publish", "retire"));
    }

    private static String action(String action, long revision) {
        return action(action, 2, revision);
    }

    private static String action(String action, int version, long revision) {
        return "{\"action\":\"%s\",\"model\":\"%s\",\"version\":%d,\"revision\":%d}"
                .formatted(action, SmallModel.ID, version, revision);
    }

    /** On the same topic; pages show nothing of it. */
    private void reportOfAnotherApplication() throws Exception {
        long now = System.currentTimeMillis();
        ActivityReport foreign = Reports.of("foreign", now - 1_000, now, 77, 0);
        assertThat(foreign.applicationId()).isNotEqualTo("paged");
        byte[] value = ControlCodec.activityReports().encode(1, ActivityRecords.report(foreign));
        try (Producer<byte[], byte[]> producer =
                new KafkaClients(Map.of("bootstrap.servers", broker.bootstrapServers())).producer(Map.of())) {
            producer.send(new ProducerRecord<>(
                            Topics.standard().activity(),
                            ActivityRecords.key("foreign").getBytes(UTF_8),
                            value))
                    .get();
        }
    }

    private void feed(int readings) {
        int schema = registry.register(Topics.standard().readings(), SensorReading.getClassSchema());
        try (ReadingFeed feed = new ReadingFeed(
                broker.bootstrapServers(),
                Topics.standard().readings(),
                schema,
                SmallModel.FEATURES,
                new OutcomeAudit(SmallModel.labels()))) {
            feed.send(readings, 1_000);
            feed.send(HOSTILE.getBytes(UTF_8), "not a reading".getBytes(UTF_8));
            feed.flush();
        }
    }

    /** Sums up a kind of series over all times. */
    private static double sum(JsonNode state, String series) {
        List<Integer> times = StreamSupport.stream(state.get("times").spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
        double sum = 0;
        for (JsonNode each : state.at("/series/" + series)) {
            for (int i = 0; i < times.size(); i++) {
                boolean coarse = i + 1 < times.size() && times.get(i + 1) - times.get(i) > 1;
                sum += each.at("/values/" + i).asDouble() * (coarse ? TimeAxis.COARSE : 1);
            }
        }
        return sum;
    }

    private Instance instance(String name) {
        Configuration configuration = ConfigurationLoader.load(
                        Optional.empty(),
                        Map.of("HOME", folder.toString()),
                        Map.ofEntries(
                                Map.entry("application.id", "paged"),
                                Map.entry("instance.id", name),
                                Map.entry("bootstrap.servers", broker.bootstrapServers()),
                                Map.entry("registry.url", "http://127.0.0.1/not-asked"),
                                Map.entry("models.default", SmallModel.ID),
                                Map.entry("governor.lead.ms", "200"),
                                Map.entry(
                                        "http.port", Integer.toString(LoopbackPort.free(RandomGenerator.getDefault()))),
                                Map.entry("page.enabled", "true"),
                                Map.entry("page.interval.ms", "500"),
                                Map.entry("page.token", TOKEN),
                                Map.entry("page.actions", "true")))
                .configuration();
        Path state = folder.resolve(name);
        Elmstream elmstream = Elmstream.start(configuration, registry, state);
        Page page = Page.start(configuration, configuration.page().orElseThrow(), registry, state);
        HealthServer server =
                HealthServer.start(configuration.http().orElseThrow(), elmstream, List.of(), List.of(page.site()));
        return new Instance(elmstream, page, server);
    }
}
