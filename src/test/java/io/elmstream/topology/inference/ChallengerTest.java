package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChallengerTest {

    private static final Step FIRST = Step.champion(1, Step.BEGINNING, 1, "first", 0);

    private final InferenceDriver driver = new InferenceDriver();

    @BeforeEach
    void publishTwoVersionsThatDisagree() {
        driver.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        driver.publish("shuttle", 2, TestModels.smaller("shuttle", 2));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldScoreAShadowBesideTheChampionAndKeepItsPredictionsApart() {
        // Given
        driver.activate("shuttle", FIRST, challenge(2, 2, Mode.SHADOW, 10_000));

        // When
        send("pump-1", "right", 1, 2);
        send("pump-2", null, 2, 1);
        send("pump-3", null, 1, 1);

        // Then
        assertThat(values(driver.predictions()))
                .extracting(Prediction::getVersion, Prediction::getLabel, Prediction::getBatchSize)
                .containsExactly(tuple(1, "right", 1), tuple(1, "left", 1), tuple(1, "left", 1));
        assertThat(values(driver.shadowPredictions()))
                .extracting(Prediction::getVersion, Prediction::getRevision, Prediction::getLabel)
                .containsExactly(tuple(2, 2L, "left"), tuple(2, 2L, "right"), tuple(2, 2L, "left"));
        assertThat(compared())
                .isEqualTo(new Comparison(
                        3,
                        1,
                        Map.of(new ClassPair("right", "left"), 1L, new ClassPair("left", "right"), 1L),
                        1,
                        1,
                        0,
                        0));
    }

    @Test
    void shouldLetACanaryDecideAndCompareItWithTheChampion() {
        // Given
        driver.activate("shuttle", FIRST, challenge(2, 2, Mode.CANARY, 10_000));

        // When
        send("pump-1", "right", 1, 2);

        // Then
        assertThat(values(driver.predictions()))
                .extracting(Prediction::getVersion, Prediction::getLabel)
                .containsExactly(tuple(2, "left"));
        assertThat(driver.shadowPredictions()).isEmpty();
        assertThat(compared()).isEqualTo(new Comparison(1, 0, Map.of(new ClassPair("right", "left"), 1L), 1, 1, 0, 0));
    }

    @Test
    void shouldNeverMoveASensorBackWhileTheShareGrows() {
        // Given
        Set<String> before = new HashSet<>();
        Timeline timeline = Timeline.empty(new ModelId("shuttle")).with(FIRST);
        for (int share : new int[] {500, 2_000, 9_000, 10_000}) {
            timeline = timeline.with(challenge(timeline.revision() + 1, 2, Mode.CANARY, share));
            driver.activate("shuttle", timeline.steps().toArray(Step[]::new));

            // When
            for (int sensor = 0; sensor < 300; sensor++) {
                send("sensor-" + sensor, null, 1, 2);
            }

            // Then
            Set<String> canaries = new HashSet<>();
            values(driver.predictions()).stream()
                    .filter(prediction -> prediction.getVersion() == 2)
                    .forEach(prediction -> canaries.add(prediction.getSensorId()));
            assertThat(canaries)
                    .containsAll(before)
                    .hasSizeBetween(300 * share / 10_000 - 25, 300 * share / 10_000 + 25);
            before = canaries;
        }
        assertThat(before).hasSize(300);
    }

    @Test
    void shouldServeTheChampionWhereTheChallengerFailed() {
        // Given
        driver.publish("shuttle", 3, TestModels.betrayedByItsProbes("shuttle", 3));

        // When
        driver.activate("shuttle", FIRST, challenge(2, 3, Mode.CANARY, 10_000));
        send("pump-1", null, 1, 2);

        // Then
        assertThat(values(driver.predictions()))
                .extracting(Prediction::getVersion, Prediction::getRevision)
                .containsExactly(tuple(1, 1L));
        assertThat(driver.model("shuttle").failed()).containsOnlyKeys(3);
    }

    @Test
    void shouldCountWhatAChallengerCannotScoreAndTakeNothingFromTheChampion() {
        // Given
        driver.publish("shuttle", 4, TestModels.acceptingMissing("shuttle", 4));
        driver.activate(
                "shuttle", Step.champion(1, Step.BEGINNING, 4, "first", 0), challenge(2, 4, 2, Mode.SHADOW, 10_000));

        // When
        send("pump-1", null, Float.NaN, 2);
        send("pump-1", null, 1, 2);

        // Then
        assertThat(values(driver.predictions()))
                .extracting(Prediction::getVersion)
                .containsExactly(4, 4);
        assertThat(driver.deadLetters()).isEmpty();
        assertThat(compared()).returns(1L, Comparison::compared).returns(1L, Comparison::challengerErrors);
    }

    @Test
    void shouldCountWhatOnlyTheChampionCouldHaveScoredAgainstACanary() {
        // Given
        driver.publish("shuttle", 4, TestModels.acceptingMissing("shuttle", 4));
        driver.activate(
                "shuttle", Step.champion(1, Step.BEGINNING, 4, "first", 0), challenge(2, 4, 2, Mode.CANARY, 10_000));

        // When: the first could be scored by the champion, the second by neither
        send("pump-1", null, Float.NaN, 2);
        send("pump-1", null, Float.POSITIVE_INFINITY, 2);

        // Then
        assertThat(driver.deadLetters()).hasSize(2);
        assertThat(compared()).returns(0L, Comparison::compared).returns(1L, Comparison::challengerErrors);
    }

    @Test
    void shouldServeAChampionBeforeAChallengerThatWasReplaced() {
        // Given
        driver.publish("shuttle", 3, TestModels.betrayedByItsProbes("shuttle", 3));

        // When
        driver.activate("shuttle", FIRST, challenge(2, 2, Mode.CANARY, 10_000), challenge(3, 3, Mode.CANARY, 10_000));
        send("pump-1", null, 1, 2);

        // Then
        assertThat(values(driver.predictions()))
                .extracting(Prediction::getVersion, Prediction::getRevision)
                .containsExactly(tuple(1, 1L));
    }

    private Comparison compared() {
        return driver.model("shuttle").comparison().orElseThrow().comparison();
    }

    private void send(String sensor, @Nullable String label, float left, float right) {
        driver.send(new SensorReading(sensor, null, null, label, List.of(left, right)));
    }

    static Step challenge(long revision, int version, Mode mode, int share) {
        return challenge(revision, 1, version, mode, share);
    }

    private static Step challenge(long revision, int champion, int version, Mode mode, int share) {
        return Step.challenge(
                revision, 100, champion, new Challenger(version, mode, new Share(share), Optional.empty()), "try", 0);
    }

    private static List<Prediction> values(List<TestRecord<String, Prediction>> records) {
        return records.stream().map(TestRecord::value).toList();
    }
}
