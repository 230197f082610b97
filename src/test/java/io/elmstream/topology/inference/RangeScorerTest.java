package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.Rejection;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.RangeCompletion;
import io.elmstream.readings.TopicReaders;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.ArtefactFiles;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.ResidentVersions;
import io.elmstream.serving.Rounding;
import io.elmstream.serving.VersionLoader;
import io.elmstream.support.TestModels;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.OutputFormat;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges whose readings need more versions than fit in memory at a time. */
class RangeScorerTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final String TOPIC = "sensor-readings";
    private static final int VERSIONS = 20;
    private static final int READINGS = 400;

    /** The outcomes as text and the predictions as bytes. */
    private record Scored(
            List<Prediction> predictions, List<byte[]> bytes, List<Headers> headers, List<String> rejected)
            implements RangeScorer.Outcomes {

        @Override
        public void predicted(RecordMetadata reading, Record<byte[], byte[]> prediction) {
            bytes.add(prediction.value());
            headers.add(prediction.headers());
            try {
                predictions.add(RecordReader.ofPredictions().read(prediction.value()));
            } catch (UnreadableRecordException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void rejected(RecordMetadata reading, Rejection reason, String detail) {
            rejected.add(reading.offset() + " " + reason);
        }
    }

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final RecordEncoder<SensorReading> readings =
            new RecordEncoder<>(registry.register(TOPIC, SensorReading.getClassSchema()));
    private final Random random = new Random(7);
    private long now = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2_000, 1L << 26})
    void shouldScoreEachReadingWithItsVersionHoweverLittleMemoryThereIs(long cacheBytes) {
        // Given
        ModelIndex index = index(cacheBytes, steps());
        List<Long> times = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> range = new ArrayList<>();
        for (int offset = 0; offset < READINGS; offset++) {
            times.add(1_000L * (1 + random.nextInt(VERSIONS - 1)) + 500);
            range.add(reading(offset, times.get(offset), offset % 50 == 0 ? 3 : 2));
        }

        // When
        Scored scored = score(index, range);

        // Then
        assertThat(scored.rejected()).hasSize(READINGS / 50).allMatch(each -> each.endsWith(" WRONG_WIDTH"));
        assertThat(scored.predictions())
                .hasSize(READINGS - READINGS / 50)
                .allSatisfy(prediction -> assertThat((long) prediction.getVersion())
                        .isEqualTo(times.get((int) prediction.getSourceOffset()) / 1_000));
        assertThat(scored.predictions()).extracting(Prediction::getSourceOffset).isSorted();
    }

    /** What is in memory already must not change the batches, which predictions name. */
    @ParameterizedTest
    @ValueSource(longs = {0, 2_000, 1L << 26})
    void shouldGiveTheSameBytesWhateverIsInMemory(long cacheBytes) {
        // Given
        ModelIndex index = index(cacheBytes, steps());
        List<ConsumerRecord<byte[], byte[]>> range = new ArrayList<>();
        for (int offset = 0; offset < READINGS; offset++) {
            range.add(reading(offset, 1_000L * (1 + random.nextInt(VERSIONS - 1)) + 500, 2));
        }
        List<ConsumerRecord<byte[], byte[]>> end = range.subList(READINGS / 2, READINGS);

        // When
        score(index, range);
        Scored after = score(index, end);
        Scored alone = score(index(cacheBytes, steps()), end);

        // Then
        assertThat(after.bytes()).hasSize(READINGS / 2).containsExactlyElementsOf(alone.bytes());
    }

    @Test
    void shouldWriteTheFormThatIsConfigured() {
        // Given
        ModelIndex index = index(1 << 20, steps());
        List<ConsumerRecord<byte[], byte[]>> range = List.of(reading(7, 1_500, 2));

        // When
        Scored avro = score(index, range);
        Scored json = score(index, range, new OutputSettings(OutputFormat.JSON, Optional.of("urn:plant")));

        // Then
        assertThat(json.predictions()).isEqualTo(avro.predictions());
        assertThat(json.bytes().get(0)).startsWith("{\"sensorId\":\"pump-1\",".getBytes(UTF_8));
        assertThat(json.headers().get(0).toArray())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .contains("content-type=application/json", "ce_source=urn:plant/rescored", "ce_subject=pump-1");
        assertThat(avro.headers().get(0)).isEmpty();
    }

    @Test
    void shouldScoreAReadingThatNeedsTwoVersionsWithoutRoomForOne() {
        // Given
        Challenger canary = new Challenger(2, Mode.CANARY, Share.ALL, Optional.empty());
        ModelIndex index = index(
                0,
                List.of(
                        Step.champion(1, Step.BEGINNING, 1, "first", 0),
                        Step.challenge(2, 2_000, 1, canary, "try", 0),
                        Step.champion(3, 3_000, 3, "latest", 0)));

        // When
        Scored scored = score(index, List.of(reading(0, 1_500, 2), reading(1, 2_500, 2), reading(2, 1_600, 2)));

        // Then
        assertThat(scored.predictions()).extracting(Prediction::getVersion).containsExactly(1, 2, 1);
    }

    private ConsumerRecord<byte[], byte[]> reading(long offset, long time, int width) {
        List<Float> features = new ArrayList<>(List.of(2f, 1f, 3f)).subList(0, width);
        SensorReading reading = new SensorReading("pump-1", null, Instant.ofEpochMilli(time), null, features);
        return new ConsumerRecord<>(TOPIC, 0, offset, "pump-1".getBytes(UTF_8), readings.encode(reading));
    }

    private Scored score(ModelIndex index, List<ConsumerRecord<byte[], byte[]>> range) {
        return score(index, range, OutputSettings.AVRO);
    }

    private Scored score(ModelIndex index, List<ConsumerRecord<byte[], byte[]>> range, OutputSettings outputs) {
        Scored scored = new Scored(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        RangeScorer scorer = new RangeScorer(
                new PlainForwardPass(),
                Rounding.NONE,
                index,
                new TopicReaders(Mappings.elmstream("sensor-readings"), registry),
                new RangeCompletion(Mappings.elmstream("sensor-readings")),
                Optional.of(SHUTTLE),
                outputs.format().predictions(registry, List.of("rescored")).get(),
                new OutputHeaders(outputs, "rescored"),
                scored);
        range.forEach(scorer::take);
        scorer.flush();
        return scored;
    }

    /** Each version serves for a second; all but the last are out of memory at first. */
    private ModelIndex index(long cacheBytes, List<Step> steps) {
        ModelIndex index = new ModelIndex(
                new VersionLoader(new PlainForwardPass()),
                Runnable::run,
                Runnable::run,
                () -> now,
                new ArtefactFiles(TestFolders.fresh()),
                cacheBytes);
        for (int version = 1; version <= VERSIONS; version++) {
            index.putArtefact(new VersionKey(SHUTTLE, version), TestModels.greater("shuttle", version));
        }
        now = 1_000_000;
        index.putTimeline(new Timeline(SHUTTLE, steps));
        now += ResidentVersions.IDLE.toMillis() + 1;
        index.tick();
        return index;
    }

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int version = 1; version <= VERSIONS; version++) {
            steps.add(Step.champion(version, version == 1 ? Step.BEGINNING : version * 1_000L, version, "test", 0));
        }
        return steps;
    }
}
