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
import io.elmstream.wire.SchemaRegistry.Unusable;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
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
    void shouldFindASchemaByItsGlobalId() throws Exception {
        // Given
        Schema schema =
                SchemaBuilder.record("Gauge").fields().requiredDouble("bar").endRecord();
        String answer =
                create("gauge", "AVRO", "application/json", schema.toString().replace("\"", "\\\""));
        put("form-by-global-id", "JSON", "application/json", "{}");
        long globalId = Long.parseLong(answer.replaceAll("(?s).*\"globalId\":(\\d+).*", "$1"));

        // When / Then
        assertThat(registry(IMPATIENT).find(SchemaId.global(globalId))).isEqualTo(new Found(schema));
        assertThat(registry(IMPATIENT).find(SchemaId.global(globalId + 1)))
                .isInstanceOfSatisfying(
                        Unusable.class, unusable -> assertThat(unusable.why()).contains("artifact form-by-global-id"));
        assertThat(registry(IMPATIENT).find(SchemaId.global(1_000_000_000_000L)))
                .isEqualTo(new Unknown());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "form | JSON | application/json | {\\\"type\\\": \\\"object\\\"}",
                "text | JSON | application/json | {\\\"type\\\": \\\"string\\\"}",
                "graph | GRAPHQL | application/graphql | type Query { id: String }",
            })
    void shouldSayWhatElseTheRegistryHolds(String artifact, String kind, String type, String content) throws Exception {
        // Given
        int contentId = put(artifact, kind, type, content);

        // When / Then
        assertThat(registry(IMPATIENT).find(contentId))
                .isEqualTo(new Unusable("content id " + contentId + " is of type " + kind
                        + " in the registry, artifact " + artifact + ": readings must be written as Avro or Protobuf"));
    }

    @Test
    void shouldFindWhatTheStockSerializerRegistersInPieces() {
        // Given
        Schema place = SchemaBuilder.record("Place")
                .namespace("org.example")
                .fields()
                .name("kind")
                .type()
                .enumeration("Kind")
                .symbols("HALL", "YARD")
                .noDefault()
                .endRecord();
        Schema writer = SchemaBuilder.record("SensorReading")
                .namespace("org.example")
                .fields()
                .name("place")
                .type(place)
                .noDefault()
                .name("beside")
                .type(place)
                .noDefault()
                .requiredString("sensorId")
                .name("features")
                .type()
                .array()
                .items()
                .floatType()
                .noDefault()
                .endRecord();
        GenericRecord where = new GenericRecordBuilder(place)
                .set("kind", new GenericData.EnumSymbol(place.getField("kind").schema(), "YARD"))
                .build();
        Map<String, Object> settings = new HashMap<>(MemoryFacade.settings(server.url()));
        settings.put("apicurio.registry.auto-register", true);
        settings.put("apicurio.registry.dereference-schema", false);
        byte[] value;
        try (var serializer = new AvroKafkaSerializer<GenericRecord>()) {
            serializer.configure(settings, false);
            value = serializer.serialize(
                    "in-pieces",
                    new GenericRecordBuilder(writer)
                            .set("place", where)
                            .set("beside", where)
                            .set("sensorId", "pump-1")
                            .set("features", List.of(1f, 2f))
                            .build());
        }
        ReadingView view = new ReadingView();

        // When
        new ReadingDecoder(registry(IMPATIENT)).decode(value, view);

        // Then
        assertThat(view.detail()).isEmpty();
        assertThat(view.sensorId()).isEqualTo("pump-1");
        assertThat(view.width()).isEqualTo(2);
    }

    @Test
    void shouldLetTheStockProducerWriteWithItsDefaultsToATopicThatWasOffered() throws IOException {
        // Given
        registry(IMPATIENT).offer("fresh", ReadingSchemas.published());
        Schema fromFile =
                new Schema.Parser().parse(Path.of("schemas/SensorReading.avsc").toFile());
        SensorReading specific = (SensorReading) StoredRecord.SENSOR_READING.value();
        GenericRecord generic = new GenericRecordBuilder(fromFile)
                .set("sensorId", specific.getSensorId())
                .set("features", specific.getFeatures())
                .build();

        for (Object reading : List.of(specific, generic)) {
            // When
            byte[] value;
            try (var serializer = new AvroKafkaSerializer<>()) {
                serializer.configure(Map.of("apicurio.registry.url", server.url()), false);
                value = serializer.serialize("fresh", reading);
            }
            ReadingView view = new ReadingView();
            new ReadingDecoder(registry(IMPATIENT)).decode(value, view);

            // Then
            assertThat(view.detail()).isEmpty();
            assertThat(view.sensorId()).isEqualTo(specific.getSensorId());
        }
    }

    @Test
    void shouldOfferNothingWhereProducersHaveASchemaOfTheirOwn() throws IOException, InterruptedException {
        // Given
        ApicurioSchemaRegistry registry = registry(IMPATIENT);
        Schema theirs = SchemaBuilder.record("Theirs").fields().requiredInt("a").endRecord();
        registry.register("taken", theirs);

        // When
        registry.offer("taken", ReadingSchemas.published());

        // Then
        assertThat(get("/groups/default/artifacts/taken-value/versions")).contains("\"count\":1");
    }

    @Test
    void shouldSayThatASchemaIsRefused() throws Exception {
        // Given
        ApicurioSchemaRegistry registry = registry(IMPATIENT);
        Schema first = SchemaBuilder.record("Reading").fields().requiredInt("a").endRecord();
        Schema incompatible =
                SchemaBuilder.record("Reading").fields().requiredInt("b").endRecord();
        registry.register("guarded", first);
        post("/groups/default/artifacts/guarded-value/rules", """
                {"ruleType": "COMPATIBILITY", "config": "BACKWARD"}""");

        // When / Then
        assertThatThrownBy(() -> registry.register("guarded", incompatible))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the schema registry rejected the request with HTTP 4")
                .hasMessageContaining("guarded-value");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SENSOR_READING", "GOVERNED_MODEL", "GOVERNED_VERSION"})
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
        assertThat(read)
                .hasSameClassAs(record.value())
                .hasToString(record.value().toString());
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
            ApicurioSchemaRegistry patient =
                    registry(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1), wait -> {
                        waits.add(wait);
                        if (waits.size() == 3) {
                            server.startAgain();
                        }
                    }));

            // Then
            assertThat(patient.register("outage", Prediction.getClassSchema())).isEqualTo(contentId);
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

    private static int put(String artifact, String kind, String type, String content)
            throws IOException, InterruptedException {
        return Integer.parseInt(create(artifact, kind, type, content).replaceAll("(?s).*\"contentId\":(\\d+).*", "$1"));
    }

    private static String create(String artifact, String kind, String type, String content)
            throws IOException, InterruptedException {
        return post("/groups/default/artifacts", """
                {"artifactId": "%s", "artifactType": "%s",
                 "firstVersion":
                   {"content": {"content": "%s", "contentType": "%s"}}}""".formatted(artifact, kind, content, type));
    }

    private static String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
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
