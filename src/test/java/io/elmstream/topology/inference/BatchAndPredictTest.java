package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.activity.ClassCount;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.rollout.Step;
import io.elmstream.serving.CacheSettings;
import io.elmstream.serving.Rounding;
import io.elmstream.support.TestModels;
import io.elmstream.topology.inference.BatchHarness.Buried;
import io.elmstream.topology.inference.BatchHarness.Left;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.avro.AlertCommand;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchAndPredictTest {

    private static final Duration LINGER = Duration.ofMillis(5);

    private static final byte[] COMMAND = ControlCodec.alertCommands()
            .encode(
                    1,
                    new AlertCommand(1, "id", "pump-1", "shuttle", 1, "right", 0.9f, "", 0, "", "", "mia", "repaired"));

    private final BatchHarness task = task(3, LINGER);

    @Test
    void shouldLetAFullBatchLeave() {
        // When
        task.send(10, null, 1f, 2f);
        task.send(11, null, 2f, 1f);
        assertThat(task.left()).isEmpty();
        task.send(12, null, 3f, 4f);

        // Then
        assertThat(task.predictions())
                .extracting(
                        Prediction::getSourceOffset,
                        Prediction::getLabel,
                        Prediction::getBatchSequence,
                        Prediction::getBatchSize)
                .containsExactly(tuple(10L, "right", 10L, 3), tuple(11L, "left", 10L, 3), tuple(12L, "right", 10L, 3));
    }

    @Test
    void shouldNotCommitInTheMiddleOfABundle() {
        // Given
        byte[] reading = task.reading("shuttle", 1f, 2f);
        ConsumerRecord<byte[], byte[]> bundle = task.bundle(10, List.of(reading, reading, reading, reading));
        task.timeOutAtForward(2);
        assertThatThrownBy(() -> task.offer(bundle)).isInstanceOf(TimeoutException.class);

        // When / Then
        assertThatThrownBy(task::commit).hasMessageContaining("would lose them");

        // When
        task.offer(bundle);
        task.commit();

        // Then
        assertThat(task.predictions()).extracting(Prediction::getSourceOffset).containsExactly(10L, 11L, 12L, 13L);
    }

    @Test
    void shouldLetAllLeaveBeforeACommit() {
        // Given
        task.send(10, null, 1f, 2f);
        task.send(11, null, 2f, 1f);

        // When
        task.commit();

        // Then
        assertThat(task.predictions())
                .extracting(Prediction::getSourceOffset, Prediction::getBatchSize)
                .containsExactly(tuple(10L, 2), tuple(11L, 2));
        task.commit();
        assertThat(task.left()).isEmpty();
    }

    @Test
    void shouldLetAllLeaveBeforeACommandAboutAlertsThatCameLater() {
        // Given
        task.send(10, null, 1f, 2f);
        task.send(11, null, 2f, 1f);

        // When
        task.command(4, COMMAND);
        task.send(12, null, 1f, 2f);
        task.commit();

        // Then
        assertThat(task.detected())
                .containsExactly("sensor-readings@10", "sensor-readings@11", "alert-control@4", "sensor-readings@12");
        assertThat(task.timers()).isEmpty();
    }

    @Test
    void shouldCountDeadLettersOfCommandsAndReadings() {
        // When
        task.command(4, new byte[] {1});
        task.sendRaw(10, new byte[] {1});

        // Then
        assertThat(task.left())
                .hasSize(2)
                .allSatisfy(each -> assertThat(((Buried) each).reason()).isEqualTo("UNREADABLE"));
        assertThat(task.activity().deadLetters()).isEqualTo(Map.of("UNREADABLE", 2L));
    }

    @Test
    void shouldLetABatchLeaveThatHasLingered() {
        // Given
        task.send(10, null, 1f, 2f);
        task.send(11, null, 2f, 1f);

        // When
        task.linger(LINGER);

        // Then
        assertThat(task.predictions()).extracting(Prediction::getSourceOffset).containsExactly(10L, 11L);
    }

    @Test
    void shouldArmItsTimerOnlyWhileReadingsWait() {
        // Given
        assertThat(task.timers()).isEmpty();

        // When
        task.send(10, null, 1f, 2f);
        task.send(11, null, 1f, 2f);

        // Then
        assertThat(task.timers())
                .singleElement()
                .satisfies(timer -> assertThat(timer.interval()).isEqualTo(LINGER));

        // When
        task.linger(LINGER);

        // Then
        assertThat(task.timers()).isEmpty();

        // When
        task.send(12, null, 1f, 2f);
        task.commit();

        // Then
        assertThat(task.timers()).isEmpty();

        // When
        task.send(13, null, 1f, 2f);
        task.revive();

        // Then
        assertThat(task.timers()).isEmpty();
        assertThat(task.timersEver()).isEqualTo(3);
    }

    @Test
    void shouldArmNoTimerForWhatLeavesAtOnce() {
        // Given
        BatchHarness single = task(1, LINGER);
        BatchHarness hasty = task(100, Duration.ZERO);

        // When
        for (BatchHarness each : List.of(single, hasty)) {
            each.send(10, null, 1f, 2f);
            each.send(11, null, 1f);
        }
        task.sendRaw(12, null);

        // Then
        assertThat(single.left()).hasSize(2);
        assertThat(hasty.left()).hasSize(2);
        assertThat(List.of(single.timersEver(), hasty.timersEver(), task.timersEver()))
                .containsOnly(0);
    }

    @Test
    void shouldKeepTheOrderAcrossModels() {
        // Given
        BatchHarness wide = task(5, LINGER);
        wide.publish("other", 7, TestModels.smaller("other", 7));
        wide.activate("other", Step.champion(2, Step.BEGINNING, 7, "test", 0));

        // When
        for (int i = 0; i < 5; i++) {
            wide.send(10 + i, i % 2 == 0 ? "other" : "shuttle", 1f, 2f);
        }

        // Then
        assertThat(wide.predictions())
                .extracting(
                        Prediction::getSourceOffset,
                        Prediction::getModelId,
                        Prediction::getLabel,
                        Prediction::getBatchSequence,
                        Prediction::getBatchSize)
                .containsExactly(
                        tuple(10L, "other", "left", 10L, 3),
                        tuple(11L, "shuttle", "right", 11L, 2),
                        tuple(12L, "other", "left", 10L, 3),
                        tuple(13L, "shuttle", "right", 11L, 2),
                        tuple(14L, "other", "left", 10L, 3));
    }

    @Test
    void shouldNotSpoilTheNeighboursOfABadReading() {
        // When
        task.send(10, null, 1f, 2f);
        task.send(11, null, 1f, Float.NaN);
        task.send(12, "unheard-of", 1f, 2f);
        task.sendRaw(13, new byte[] {1});
        task.send(14, null, 2f, 1f);
        List<Left> before = task.left();
        task.send(15, null, 1f, 2f);

        // Then
        assertThat(before)
                .containsExactly(
                        new Buried("NOT_FINITE", 11), new Buried("NO_MODEL", 12), new Buried("UNREADABLE", 13));
        assertThat(task.predictions())
                .extracting(Prediction::getSourceOffset, Prediction::getLabel, Prediction::getBatchSize)
                .containsExactly(tuple(10L, "right", 3), tuple(14L, "left", 3), tuple(15L, "right", 3));
    }

    @ParameterizedTest
    @CsvSource({"NaN, NaN", "1, NaN", "NaN, 1", "1.081, -0.081", "0.6, 0.6", "0.5, 0.49"})
    void shouldBuryOnlyTheRowsWhoseScoresAreNoProbabilities(float first, float second) {
        // Given
        ForwardPass plain = new PlainForwardPass();
        BatchHarness failing = task(3, LINGER, (model, rows, count, workspace, probabilities) -> {
            plain.score(model, rows, count, workspace, probabilities);
            probabilities[2] = first;
            probabilities[3] = second;
        });

        // When
        for (int i = 10; i < 13; i++) {
            failing.send(i, null, 1f, 2f);
        }

        // Then
        List<Left> left = failing.left();
        assertThat(left).extracting(Left::offset).containsExactly(10L, 11L, 12L);
        assertThat(left.get(1)).isEqualTo(new Buried("SCORING_FAILED", 11));
    }

    @Test
    void shouldAnswerEqualReadingsFromTheCache() {
        // Given
        BatchHarness caching = new BatchHarness(
                new BatchPolicy(3, LINGER),
                new PlainForwardPass(),
                Runnable::run,
                InferenceSettings.DEFAULT_CACHE_BYTES,
                new CacheSettings(10_000, Rounding.NONE));
        caching.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        caching.activate("shuttle", Step.champion(1, Step.BEGINNING, 1, "test", 0));

        // When
        for (int i = 10; i < 19; i++) {
            caching.send(i, null, 1f, 2f - i % 3);
            task.send(i, null, 1f, 2f - i % 3);
        }

        // Then
        assertThat(caching.predictions()).hasSize(9).isEqualTo(task.predictions());
        assertThat(caching.metric("cache-lookups-total")).isEqualTo(6);
        assertThat(caching.metric("cache-hits-total")).isEqualTo(3);
        assertThat(caching.metric("cache-spent-ns-total")).isPositive();
        assertThat(task.metric("cache-lookups-total")).isZero();
    }

    @Test
    void shouldLetABatchLeaveUnderTheSnapshotThatItWasTakenUnder() {
        // Given
        task.send(10, null, 1f, 2f);
        task.publish("shuttle", 2, TestModels.smaller("shuttle", 2));

        // When
        task.activate("shuttle", Step.champion(1, Step.BEGINNING, 1, "first", 0), Step.champion(2, 1, 2, "second", 0));
        assertThat(task.left()).isEmpty();
        task.send(11, null, 1f, 2f);

        // Then
        assertThat(task.predictions())
                .extracting(Prediction::getSourceOffset, Prediction::getVersion, Prediction::getLabel)
                .containsExactly(tuple(10L, 1, "right"));

        // When
        task.commit();

        // Then
        assertThat(task.predictions())
                .extracting(Prediction::getSourceOffset, Prediction::getVersion, Prediction::getLabel)
                .containsExactly(tuple(11L, 2, "left"));
    }

    @Test
    void shouldNotTakeARecordTwiceThatIsOfferedAgain() {
        // Given
        task.send(10, null, 1f, 2f);
        task.send(11, null, 1f, 2f);
        task.timeOutAtForward(2);
        assertThatThrownBy(() -> task.send(12, null, 1f, 2f)).isInstanceOf(TimeoutException.class);

        // When
        task.send(12, null, 1f, 2f);

        // Then
        assertThat(task.predictions())
                .extracting(Prediction::getSourceOffset, Prediction::getBatchSize)
                .containsExactly(tuple(10L, 3), tuple(11L, 3), tuple(12L, 3));
        task.commit();
        assertThat(task.left()).isEmpty();
    }

    @Test
    void shouldCountEachReadingOnce() {
        // Given
        task.send(10, null, 1f, 2f);
        task.send(11, null, 2f, 1f);
        task.timeOutAtForward(2);

        // When
        assertThatThrownBy(() -> task.send(12, null, 1f, 2f)).isInstanceOf(TimeoutException.class);
        task.send(12, null, 1f, 2f);
        task.sendRaw(13, "no reading".getBytes(UTF_8));
        task.commit();

        // Then
        assertThat(task.versions()).singleElement().satisfies(version -> {
            assertThat(version.modelId()).isEqualTo("shuttle");
            assertThat(version.rows()).isEqualTo(3);
            assertThat(version.bytes()).isPositive();
            assertThat(version.classes()).containsExactly(new ClassCount("right", 2), new ClassCount("left", 1));
        });
        assertThat(task.activity().latency().count()).isEqualTo(3);
        assertThat(task.activity().deadLetters()).isEqualTo(Map.of("UNREADABLE", 1L));
        assertThat(task.activity().samples()).singleElement().satisfies(sample -> {
            assertThat(sample.reason()).isEqualTo("UNREADABLE");
            assertThat(sample.topic()).isEqualTo(BatchHarness.TOPIC);
            assertThat(sample.offset()).isEqualTo(13);
            assertThat(sample.sensor()).isEqualTo("pump-1");
            assertThat(sample.message()).isNotEmpty();
        });
    }

    @Test
    void shouldNotPredictTwiceWhenATimeOutComesBetweenThePredictionAndItsAlert() {
        // Given
        task.send(10, null, 1f, 2f);
        task.send(11, null, 1f, 2f);
        task.timeOutAtAlert(2);
        assertThatThrownBy(() -> task.send(12, null, 1f, 2f)).isInstanceOf(TimeoutException.class);

        // When
        task.send(12, null, 1f, 2f);

        // Then
        assertThat(task.predictions()).extracting(Prediction::getSourceOffset).containsExactly(10L, 11L, 12L);
    }

    @Test
    void shouldForgetWhatWaitedWhenTheTaskIsRevived() {
        // Given
        task.send(10, null, 1f, 2f);

        // When
        task.revive();
        task.send(10, null, 2f, 1f);
        task.commit();

        // Then
        assertThat(task.predictions())
                .extracting(Prediction::getSourceOffset, Prediction::getLabel, Prediction::getBatchSize)
                .containsExactly(tuple(10L, "left", 1));
    }

    static BatchHarness task(int maxSize, Duration linger) {
        return task(maxSize, linger, new PlainForwardPass());
    }

    private static BatchHarness task(int maxSize, Duration linger, ForwardPass forwardPass) {
        BatchHarness task = new BatchHarness(new BatchPolicy(maxSize, linger), forwardPass);
        task.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        task.activate("shuttle", Step.champion(1, Step.BEGINNING, 1, "test", 0));
        return task;
    }
}
