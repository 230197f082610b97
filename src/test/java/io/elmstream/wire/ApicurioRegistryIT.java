package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.elmstream.bench.MemoryFacade;
import io.elmstream.embedded.EmbeddedRegistry;
import io.elmstream.embedded.RegistryHome;
import io.elmstream.wire.SchemaRegistry.Found;
import io.elmstream.wire.SchemaRegistry.Unknown;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real registry, with the stock serde on the other side. */
class ApicurioRegistryIT {

    private static final Backoff IMPATIENT =
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Backoff.SLEEP);

    @TempDir
    static Path folder;

    @AutoClose
    private static EmbeddedRegistry server;

    @BeforeAll
    static void start() {
        server = EmbeddedRegistry.start(RegistryHome.find(), folder);
    }

    @Test
    void shouldRegisterASchemaOnceAndFindItAgain() {
        // Given
        ApicurioSchemaRegistry registry = registry(IMPATIENT);
        int id = registry.register("predictions", Prediction.getClassSchema());

        // When
        int again = registry(IMPATIENT).register("predictions", Prediction.getClassSchema());

        // Then
        assertThat(again).isEqualTo(id);
        assertThat(registry.find(id)).isEqualTo(new Found(Prediction.getClassSchema()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, Integer.MAX_VALUE, 0, -1, Integer.MIN_VALUE})
    void shouldKnowNothingOfOtherIds(int contentId) {
        // Given
        ApicurioSchemaRegistry registry = registry(IMPATIENT);

        // When / Then
        assertThat(registry.find(contentId)).isEqualTo(new Unknown());
    }

    @Test
    void shouldKnowNoAvroSchemaWhereTheRegistryHoldsSomethingElse() throws Exception {
        // Given
        int contentId = putJsonSchema();

        // When / Then
        assertThat(registry(IMPATIENT).find(contentId)).isEqualTo(new Unknown());
    }

    @Test
    void shouldSayThatASchemaIsRefused() throws Exception {
        // Given
        ApicurioSchemaRegistry registry = registry(IMPATIENT);
        Schema first = SchemaBuilder.record("Reading").fields().requiredInt("a").endRecord();
        Schema incompatible = SchemaBuilder.record("Reading").fields().requiredInt("b").endRecord();
        registry.register("guarded", first);
        post("/groups/default/artifacts/guarded-value/rules", """
                {"ruleType": "COMPATIBILITY", "config": "BACKWARD"}""");

        // When / Then
        assertThatThrownBy(() -> registry.register("guarded", incompatible))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the schema registry refused with HTTP 4")
                .hasMessageContaining("guarded-value");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"SENSOR_READING", "GOVERNED_MODEL", "GOVERNED_VERSION"})
    void shouldBeReadByTheStockDeserializer(StoredRecord record) {
        // Given
        String topic = record.file();
        int contentId = registry(IMPATIENT).register(topic, record.value().getSchema());
        byte[] value = new RecordEncoder<>(contentId).encode(record.value());

        // When
        SpecificRecord read;
        try (var deserializer = new AvroKafkaDeserializer<SpecificRecord>()) {
            deserializer.configure(MemoryFacade.settings(server.url()), false);
            read = deserializer.deserialize(topic, value);
        }

        // Then
        assertThat(read).hasSameClassAs(record.value()).hasToString(record.value().toString());
    }

    @Test
    void shouldUnderstandTheStockSerializer() {
        // Given
        SensorReading reading = (SensorReading) StoredRecord.SENSOR_READING.value();
        byte[] value = stock("readings-of-a-stranger", reading);
        ReadingView view = new ReadingView();

        // When
        new ReadingDecoder(registry(IMPATIENT)).decode(value, view);

        // Then
        assertThat(view.rejection()).isEmpty();
        assertThat(view.isOfSensor(reading.getSensorId().getBytes(UTF_8))).isTrue();
        assertThat(view.modelId()).isEqualTo(reading.getModelId());
        assertThat(view.width()).isEqualTo(3);
    }

    @Test
    void shouldRegisterWhereTheStockSerializerLooks() {
        // Given
        int contentId = registry(IMPATIENT).register("shared", SensorReading.getClassSchema());

        // When
        byte[] value = stock("shared", (SensorReading) StoredRecord.SENSOR_READING.value());

        // Then
        assertThat(Frame.contentId(value)).isEqualTo(contentId);
    }

    @Test
    void shouldAskAgainWhileTheRegistryIsDownAndGoOnWhenItIsBack() {
        // Given
        int contentId = registry(IMPATIENT).register("outage", Prediction.getClassSchema());
        List<Duration> waits = new ArrayList<>();
        server.stop();

        try {
            // When
            ApicurioSchemaRegistry impatient = registry(IMPATIENT);

            // Then
            assertThatThrownBy(() -> impatient.find(contentId))
                    .isInstanceOf(RegistryUnreachableException.class)
                    .hasMessageContaining("the schema registry did not answer: schema with content id " + contentId);
            assertThatThrownBy(() -> impatient.register("outage", Prediction.getClassSchema()))
                    .isInstanceOf(RegistryUnreachableException.class);

            // When
            ApicurioSchemaRegistry patient = registry(new Backoff(
                    Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1), wait -> {
                        waits.add(wait);
                        if (waits.size() == 3) {
                            server.startAgain();
                        }
                    }));

            // Then
            assertThat(patient.find(contentId)).isEqualTo(new Found(Prediction.getClassSchema()));
            assertThat(waits).hasSize(3);
            assertThat(impatient.find(contentId)).isEqualTo(new Found(Prediction.getClassSchema()));
        } finally {
            server.startAgain();
        }
    }

    private static ApicurioSchemaRegistry registry(Backoff backoff) {
        return new ApicurioSchemaRegistry(server.url(), Map.of(), backoff);
    }

    private static byte[] stock(String topic, SensorReading reading) {
        try (var serializer = new AvroKafkaSerializer<SensorReading>()) {
            serializer.configure(MemoryFacade.settings(server.url()), false);
            return serializer.serialize(topic, reading);
        }
    }

    private static int putJsonSchema() throws IOException, InterruptedException {
        String answer = post("/groups/default/artifacts", """
                {"artifactId": "form", "artifactType": "JSON", "firstVersion":
                  {"content": {"content": "{\\"type\\": \\"object\\"}", "contentType": "application/json"}}}""");
        String contentId = answer.replaceAll("(?s).*\"contentId\":(\\d+).*", "$1");
        return Integer.parseInt(contentId);
    }

    private static String post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).describedAs(answer.body()).isBetween(200, 204);
        return answer.body();
    }
}
