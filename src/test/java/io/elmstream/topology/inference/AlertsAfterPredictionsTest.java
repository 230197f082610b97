package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.Topics;
import io.elmstream.wire.AlertStateCodec;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Predictions leave their micro-batch in the midst of a commit. What they change in the states of alerts must be part
 * of that commit, so the store of alerts must be flushed after the micro-batch.
 */
class AlertsAfterPredictionsTest {

    private static final Topics TOPICS = Topics.standard();
    private static final ModelId SHUTTLE = new ModelId("shuttle");

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final int readingSchema = registry.register(TOPICS.readings(), SensorReading.getClassSchema());
    private final TopologyTestDriver driver = new TopologyTestDriver(
            new InferenceTopology(
                            new InferenceSettings(
                                    TOPICS,
                                    new BatchPolicy(256, Duration.ofMillis(5)),
                                    Optional.of(new ModelId("shuttle")),
                                    // the test model finds all classes equally likely and names the first
                                    new AlertSettings(Set.of("normal"), new AlertRule(1, 2, 0.4)),
                                    1_000_000),
                            registry,
                            Runnable::run,
                            System::currentTimeMillis)
                    .build(),
            properties());

    @BeforeEach
    void activateAModel() {
        byte[] artefact = TestArtefacts.bytes("shuttle", 1, 7);
        model("shuttle/1", ModelRecords.artefact(SHUTTLE, 1, ArtefactFormat.digest(artefact), artefact));
        model(
                "shuttle",
                ModelRecords.timeline(new Timeline(SHUTTLE, List.of(Step.champion(1, Step.BEGINNING, 1, "first", 0)))));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldLogTheStateOfAlertInTheCommitThatMadeIt() throws Exception {
        // Given
        SensorReading reading = new SensorReading("pump-1", null, null, null, List.of(1f, 2f));

        // When
        send(TOPICS.readings(), "pump-1", new RecordEncoder<SensorReading>(readingSchema).encode(reading));

        // Then
        assertThat(read(TOPICS.predictions())).hasSize(1);
        assertThat(read(TOPICS.alerts())).hasSize(1);
        List<TestRecord<byte[], byte[]>> logged = read("test-alert-state-changelog");
        assertThat(logged)
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly("\0", "shuttle\0pump-1");
        assertThat(AlertStateCodec.decode(logged.get(1).value()).state().isRaised())
                .isTrue();
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put("application.id", "test");
        properties.put("bootstrap.servers", "none:0");
        properties.put("state.dir", TestFolders.fresh().toString());
        return properties;
    }

    private void model(String key, ModelRecord model) {
        send(TOPICS.models(), key, ControlCodec.models().encode(0, model));
    }

    private void send(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key.getBytes(UTF_8), value);
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }
}
