package io.elmstream.topology.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.labels.LabelledRow;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.Mappings;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.ArtefactFiles;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.VersionLoader;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.TestFolders;
import io.elmstream.wire.LabelledRowCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Readings and labels through match-labels under the test driver; the window is one minute. */
final class LabelsDriver implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Topics TOPICS = Topics.standard();
    private static final String ROWS = "rows";

    final ModelIndex index = new ModelIndex(
            new VersionLoader(new PlainForwardPass()),
            Runnable::run,
            Runnable::run,
            START::toEpochMilli,
            new ArtefactFiles(TestFolders.fresh()),
            1_000_000);
    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final RecordEncoder<SensorReading> readings =
            new RecordEncoder<>(registry.register(TOPICS.readings(), SensorReading.getClassSchema()));
    private final RecordEncoder<Label> labels =
            new RecordEncoder<>(registry.register(TOPICS.labels(), Label.getClassSchema()));
    private final TopologyTestDriver driver;
    private Instant now = START;

    LabelsDriver(Mappings mappings, int maxWaiting) {
        InferenceSettings inference = new InferenceSettings(
                        TOPICS,
                        new BatchPolicy(256, Duration.ofMillis(5)),
                        Optional.of(new ModelId("shuttle")),
                        AlertSettings.none(),
                        1_000_000)
                .withMappings(mappings);
        LearningSettings usual = LearningSettings.DEFAULT;
        LearningSettings settings = new LearningSettings(
                usual.everyRows(),
                usual.every(),
                usual.ridge(),
                usual.window(),
                usual.forgetting(),
                usual.onNewChampion(),
                usual.newClasses(),
                usual.keep(),
                Duration.ofMinutes(1),
                maxWaiting);
        StreamsBuilder builder = new StreamsBuilder();
        LabelledRows.of(builder, inference, settings, () -> Optional.of(index), registry)
                .to(ROWS, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "learner-of-elm");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, TestFolders.fresh().toString());
        // without it, Kafka Streams warns at each start
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        driver = new TopologyTestDriver(builder.build(), properties, START);
    }

    /** A model learns, with version 1 as champion. */
    void learn(String model, byte[] champion) {
        ModelId id = new ModelId(model);
        index.putArtefact(new VersionKey(id, 1), champion);
        index.putTimeline(
                new Timeline(id, List.of(Step.champion(1, Step.BEGINNING, 1, "first", START.toEpochMilli()))));
        index.putLearning(id, new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty()));
    }

    void send(String sensor, Instant time, @Nullable String label, Float... features) {
        sendRaw(sensor, readings.encode(new SensorReading(sensor, null, time, label, List.of(features))));
    }

    void sendRaw(String key, byte[] value) {
        driver.createInputTopic(TOPICS.readings(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key.getBytes(UTF_8), value, now));
    }

    void label(Label label) {
        labelRaw(label.getSensorId(), labels.encode(label));
    }

    void label(String key, String json) {
        labelRaw(key, json.replace('\'', '"').getBytes(UTF_8));
    }

    private void labelRaw(String key, byte[] value) {
        driver.createInputTopic(TOPICS.labels(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key.getBytes(UTF_8), value, now));
    }

    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    List<LabelledRow> rows() {
        return driver
                .createOutputTopic(ROWS, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(LabelsDriver::row)
                .toList();
    }

    private static LabelledRow row(TestRecord<String, byte[]> record) {
        try {
            LabelledRow row = LabelledRowCodec.decode(record.value());
            if (!record.key().equals(row.modelId())) {
                throw new AssertionError("the key of " + row + " is " + record.key());
            }
            return row;
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    double metric(String name) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        driver.close();
    }
}
