package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.rollout.Step;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which version scores a reading, and what its prediction says. */
class InferenceTopologyTest {

    private final InferenceDriver driver = new InferenceDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldSayWhatTheModelSaysAndHowItCameAbout() {
        // Given
        driver.publish("shuttle", 4, TestModels.greater("shuttle", 4));
        driver.activate("shuttle", Step.champion(9, Step.BEGINNING, 4, "test", 0));
        driver.send("pump-1", 1, 2);
        driver.predictions();

        // When
        driver.send(new SensorReading("pump-2", "shuttle", Instant.ofEpochMilli(5_000), "left", List.of(2f, 4f)));

        // Then
        assertThat(driver.predictions()).singleElement().satisfies(record -> {
            Prediction prediction = record.value();
            assertThat(record.key()).isEqualTo("pump-2");
            assertThat(record.timestamp()).isEqualTo(1_000);
            assertThat(prediction.getSensorId()).isEqualTo("pump-2");
            assertThat(prediction.getModelId()).isEqualTo("shuttle");
            assertThat(prediction.getVersion()).isEqualTo(4);
            assertThat(prediction.getRevision()).isEqualTo(9);
            assertThat(prediction.getEventTime()).isEqualTo(Instant.ofEpochMilli(5_000));
            assertThat(prediction.getLabel()).isEqualTo("right");
            assertThat(prediction.getProbabilities()).hasSize(2);
            assertThat(prediction.getLabels()).containsExactly("left", "right");
            assertThat(prediction.getConfidence())
                    .isEqualTo(prediction.getProbabilities().get(1))
                    .isBetween(0.88f, 0.881f);
            assertThat(prediction.getBatchTask()).isEqualTo("0_0");
            assertThat(prediction.getBatchSequence()).isEqualTo(1);
            assertThat(prediction.getBatchSize()).isEqualTo(1);
            assertThat(prediction.getSourceTopic()).isEqualTo("sensor-readings");
            assertThat(prediction.getSourcePartition()).isZero();
            assertThat(prediction.getSourceOffset()).isEqualTo(1);
        });
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldTakeTheRecordsTimestampWhereTheReadingHasNone() {
        // Given
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));

        // When
        driver.send("pump-1", 1, 2);

        // Then
        assertThat(values()).extracting(Prediction::getEventTime).containsExactly(Instant.ofEpochMilli(1_000));
    }

    @Test
    void shouldKeepTheHeadersButNotTheRegistrysOwn() {
        // Given
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        headers.add("apicurio.value.contentId", new byte[8]);
        headers.add("trace", new byte[] {2});
        byte[] value = driver.encode(new SensorReading("pump-1", null, null, null, List.of(1f, 2f)));

        // When
        driver.send("pump-1".getBytes(UTF_8), value, headers, 1_000);

        // Then
        assertThat(driver.predictions())
                .singleElement()
                .satisfies(record -> assertThat(record.headers())
                        .extracting(header -> header.key() + header.value()[0])
                        .containsExactly("trace1", "trace2"));
    }

    @Test
    void shouldScoreSeveralModelsSideBySide() {
        // Given
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
        driver.serve("other", 2, TestModels.smaller("other", 2));

        // When
        driver.send("pump-1", 1, 2);
        driver.send(new SensorReading("pump-1", "other", null, null, List.of(1f, 2f)));
        driver.send(new SensorReading("pump-1", "shuttle", null, null, List.of(1f, 2f)));

        // Then
        assertThat(values())
                .extracting(Prediction::getModelId, Prediction::getVersion, Prediction::getLabel)
                .containsExactly(tuple("shuttle", 1, "right"), tuple("other", 2, "left"), tuple("shuttle", 1, "right"));
    }

    @Test
    void shouldChooseTheVersionByEventTime() {
        // Given
        driver.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        driver.publish("shuttle", 2, TestModels.smaller("shuttle", 2));

        // When
        driver.activate(
                "shuttle", Step.champion(1, Step.BEGINNING, 1, "first", 0), Step.champion(2, 5_000, 2, "second", 0));
        for (long time : new long[] {1, 4_999, 5_000, 90_000}) {
            driver.send(new SensorReading("pump-1", null, Instant.ofEpochMilli(time), null, List.of(1f, 2f)));
        }

        // Then
        assertThat(values())
                .extracting(Prediction::getVersion, Prediction::getRevision, Prediction::getLabel)
                .containsExactly(
                        tuple(1, 1L, "right"), tuple(1, 1L, "right"), tuple(2, 2L, "left"), tuple(2, 2L, "left"));
    }

    @Test
    void shouldTakeBackAVoidedStepForAllEventTimes() {
        // Given
        driver.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        driver.publish("shuttle", 2, TestModels.smaller("shuttle", 2));
        driver.activate(
                "shuttle", Step.champion(1, Step.BEGINNING, 1, "first", 0), Step.champion(2, 500, 2, "second", 0));
        driver.send("pump-1", 1, 2);

        // When
        driver.activate(
                "shuttle",
                Step.champion(1, Step.BEGINNING, 1, "first", 0),
                Step.champion(2, 500, 2, "second", 0).voided(3),
                Step.champion(3, 9_000, 1, "back", 0));
        driver.send("pump-1", 1, 2);

        // Then
        assertThat(values())
                .extracting(Prediction::getVersion, Prediction::getRevision)
                .containsExactly(tuple(2, 2L), tuple(1, 1L));
    }

    @Test
    void shouldServeTheLastChampionWhenANewOneIsBroken() {
        // Given
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
        driver.publish("shuttle", 2, TestModels.damaged("shuttle", 2));
        driver.publish("shuttle", 3, TestModels.betrayedByItsProbes("shuttle", 3));
        driver.publish("shuttle", 4, TestModels.greater("other", 4));

        // When
        driver.activate(
                "shuttle",
                Step.champion(1, Step.BEGINNING, 1, "first", 0),
                Step.champion(2, 100, 2, "damaged", 0),
                Step.champion(3, 200, 3, "betrayed", 0),
                Step.champion(4, 300, 4, "another model's", 0));
        driver.send("pump-1", 1, 2);

        // Then
        assertThat(values())
                .extracting(Prediction::getVersion, Prediction::getRevision)
                .containsExactly(tuple(1, 1L));
    }

    @Test
    void shouldGoOnWhenAStepNamesAVersionThatIsNotThere() {
        // Given
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));

        // When
        driver.activate(
                "shuttle", Step.champion(1, Step.BEGINNING, 1, "first", 0), Step.champion(2, 100, 7, "not there", 0));
        driver.send("pump-1", 1, 2);
        driver.publish("shuttle", 7, TestModels.smaller("shuttle", 7));
        driver.send("pump-1", 1, 2);

        // Then
        assertThat(values()).extracting(Prediction::getVersion).containsExactly(1, 7);
    }

    @Test
    void shouldNotWaitForAVersionWhoseRecordCannotBeRead() {
        // Given
        driver.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        driver.putModelRecord("shuttle/2", new byte[] {0, 0, 0, 0, 1, 4, 2});

        // When
        driver.activate(
                "shuttle",
                Step.champion(1, Step.BEGINNING, 1, "first", 0),
                Step.champion(2, 100, 2, "of a newer release", 0));
        driver.send("pump-1", 1, 2);
        driver.publish("shuttle", 2, TestModels.smaller("shuttle", 2));
        driver.send("pump-1", 1, 2);

        // Then
        assertThat(values()).extracting(Prediction::getVersion).containsExactly(1, 2);
    }

    @Test
    void shouldKeepAReadyVersionWhenARecordUnderItsKeyCannotBeRead() {
        // Given
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));

        // When
        driver.putModelRecord("shuttle/1", new byte[] {1});
        driver.putModelRecord("shuttle/99999999999", new byte[] {1});
        driver.send("pump-1", 1, 2);

        // Then
        assertThat(values()).extracting(Prediction::getVersion).containsExactly(1);
    }

    @Test
    void shouldNotStumbleOverRecordsThatAreNoModels() {
        // Given
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));

        // When
        driver.putModelRecord("shuttle", new byte[] {1, 2, 3});
        driver.putModelRecord("shuttle", null);
        driver.putModelRecord(null, new byte[0]);
        driver.send("pump-1", 1, 2);

        // Then
        assertThat(values()).extracting(Prediction::getVersion).containsExactly(1);
    }

    @Test
    void shouldImputeMissingValuesWhereTheModelSaysSo() {
        // Given
        driver.serve("shuttle", 1, TestModels.acceptingMissing("shuttle", 1));

        // When
        driver.send("pump-1", Float.NaN, 2);
        driver.send("pump-1", 3, Float.NaN);

        // Then
        assertThat(values()).extracting(Prediction::getLabel).containsExactly("right", "left");
    }

    @Test
    void shouldSendReadingsWithoutAModelAwayWhenThereIsNoDefault() {
        // Given
        try (InferenceDriver none = new InferenceDriver(Optional.empty(), 1_000_000)) {
            none.serve("shuttle", 1, TestModels.greater("shuttle", 1));

            // When
            none.send("pump-1", 1, 2);
            none.send(new SensorReading("pump-1", "shuttle", null, null, List.of(1f, 2f)));

            // Then
            assertThat(none.predictions()).hasSize(1);
            assertThat(none.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(InferenceDriver.header(letter, "elmstream.reason")).isEqualTo("NO_MODEL");
                assertThat(InferenceDriver.header(letter, "__streams.errors.message"))
                        .isEqualTo("the reading names no model, and models.default is not set");
            });
        }
    }

    private List<Prediction> values() {
        return driver.predictions().stream().map(TestRecord::value).toList();
    }
}
