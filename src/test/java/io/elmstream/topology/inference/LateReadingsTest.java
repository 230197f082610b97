package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.serving.LateLoads;
import io.elmstream.serving.LateVersions;
import io.elmstream.serving.ResidentVersions;
import io.elmstream.support.TestModels;
import io.elmstream.topology.inference.BatchHarness.Buried;
import io.elmstream.topology.inference.BatchHarness.Left;
import io.elmstream.topology.inference.BatchHarness.Predicted;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateReadingsTest {

    private static final int VERSIONS = 86;
    private static final long LATEST = VERSIONS * 1_000L;

    private final ExecutorService loading = Executors.newSingleThreadExecutor();
    private final BatchPolicy all = new BatchPolicy(1_000, Duration.ofSeconds(10));

    @AfterEach
    void stop() {
        loading.shutdownNow();
    }

    @Test
    void shouldLoadEachVersionOnceForAllReadingsOfABatch() {
        // Given
        BatchHarness task = serving(loading, InferenceSettings.DEFAULT_CACHE_BYTES);

        // When
        List<Long> eventTimes = send(task, 400);
        task.commit();

        // Then
        List<Prediction> predictions = task.predictions();
        assertThat(predictions)
                .extracting(Prediction::getSourceOffset)
                .containsExactlyElementsOf(LongStream.range(0, 400).boxed().toList());
        assertThat(predictions)
                .extracting(p -> (long) p.getVersion())
                .containsExactlyElementsOf(
                        eventTimes.stream().map(at -> at / 1_000).toList());
        assertThat(task.loads()).isLessThan(VERSIONS);
    }

    @Test
    void shouldLoadAVersionOnceForABatchEvenIfItIsLargerThanTheCache() {
        // Given
        BatchHarness task = serving(loading, 1);

        // When
        for (int i = 0; i < 100; i++) {
            task.sendAt(i, 7_500, 2f, 1f);
        }
        task.commit();

        // Then
        assertThat(task.predictions())
                .hasSize(100)
                .extracting(Prediction::getVersion)
                .containsOnly(7);
        assertThat(task.loads()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheOrderWithRoomForOneVersionOnly() {
        // Given
        BatchHarness task = serving(loading, 0);

        // When
        send(task, 60);
        task.sendAt(60, LATEST + 1, 2f, 1f);
        task.commit();

        // Then
        assertThat(task.predictions())
                .extracting(Prediction::getSourceOffset)
                .containsExactlyElementsOf(LongStream.rangeClosed(0, 60).boxed().toList());
    }

    @Test
    void shouldScoreAReadingThatNeedsTwoVersionsWithoutRoomForOne() {
        // Given
        BatchHarness task = new BatchHarness(all, new PlainForwardPass(), loading, 0);
        for (int version = 1; version <= 3; version++) {
            task.publish("shuttle", version, TestModels.greater("shuttle", version));
        }
        Challenger canary = new Challenger(2, Mode.CANARY, Share.ALL, Optional.empty());
        task.activate(
                "shuttle",
                Step.champion(1, Step.BEGINNING, 1, "first", 0),
                Step.challenge(2, 2_000, 1, canary, "try", 0),
                Step.champion(3, 3_000, 3, "latest", 0));
        task.free(Duration.ofMillis(LATEST));

        // When
        task.sendAt(0, 1_500, 2f, 1f);
        task.sendAt(1, 2_500, 2f, 1f);
        task.sendAt(2, 1_500, 2f, 1f);
        task.commit();

        // Then
        assertThat(task.predictions()).extracting(Prediction::getVersion).containsExactly(1, 2, 1);
    }

    @Test
    void shouldBuryWhatIsWrongInItsPlaceAndGoOn() {
        // Given
        BatchHarness task = serving(loading, InferenceSettings.DEFAULT_CACHE_BYTES);

        // When
        task.sendAt(0, 5_500, 2f, 1f);
        task.sendRaw(1, null);
        task.sendAt(2, LATEST + 1, 2f, 1f, 3f);
        task.sendAt(3, 6_500, 2f, 1f);
        task.commit();

        // Then
        assertThat(task.left())
                .extracting(LateReadingsTest::inShort)
                .containsExactlyInAnyOrder("0 by 5", "1 NO_VALUE", "2 WRONG_WIDTH", "3 by 6");
    }

    @Test
    void shouldLoseNothingWhenTheWayOutIsInterrupted() {
        // Given
        BatchHarness task = serving(loading, 0);
        List<Left> left = new ArrayList<>();
        send(task, 20);
        task.sendRaw(20, null);

        // When
        for (int stop = 1; stop <= 4; stop++) {
            task.timeOutAtForward(stop);
            try {
                task.commit();
            } catch (TimeoutException e) {
                left.addAll(task.left());
            }
        }
        task.commit();
        left.addAll(task.left());

        // Then
        assertThat(left)
                .extracting(Left::offset)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(0, 20).boxed().toList());
    }

    @Test
    void shouldForgetLateReadingsThatComeAgain() {
        // Given
        BatchHarness task = serving(loading, InferenceSettings.DEFAULT_CACHE_BYTES);
        send(task, 10);

        // When
        task.revive();
        task.commit();

        // Then
        assertThat(task.left()).isEmpty();
    }

    @Test
    void shouldWaitNoLongerThanItsPatienceBetweenTwoCommits() {
        // Given
        AtomicLong clock = new AtomicLong();
        ResidentVersions resident = new ResidentVersions(1_000, () -> 0);
        LateVersions versions = new LateVersions(
                resident, new LateLoads(never -> {}, key -> new LateLoads.Unable()), 1_000, clock::incrementAndGet);
        LateReadings late = new LateReadings(versions, Duration.ofMillis(10), clock::incrementAndGet);
        List<String> buried = new ArrayList<>();
        List<Boolean> mayWait = new ArrayList<>();
        late.add(
                new Record<>(null, null, 0),
                new ProcessorRecordContext(0, 0, 0, "sensor-readings", new RecordHeaders()));

        // When
        late.leave(
                (reading, wait) -> {
                    versions.next();
                    versions.find(new VersionKey(new ModelId("shuttle"), 7));
                    mayWait.add(wait);
                    if (wait && !versions.isHindered()) {
                        return false;
                    }
                    buried.add(versions.reason());
                    return true;
                },
                () -> {});

        // Then
        assertThat(buried).containsExactly("version 7 of model 'shuttle' could not be loaded in time");
        assertThat(mayWait.get(mayWait.size() - 1)).isFalse();
        assertThat(late.isEmpty()).isTrue();
        assertThat(late.isImpatient()).isTrue();

        // When
        late.committed();

        // Then
        assertThat(late.isImpatient()).isFalse();
    }

    @Test
    void shouldSayWhatHinderedAVersion() {
        // Given
        LateVersions versions = new LateVersions(
                new ResidentVersions(1_000, () -> 0),
                new LateLoads(Runnable::run, key -> new LateLoads.Hindered("there is not enough memory")),
                1_000,
                () -> 0);

        // When
        versions.next();
        versions.find(new VersionKey(new ModelId("shuttle"), 7));

        // Then
        assertThat(versions.isMissing()).isTrue();
        assertThat(versions.isHindered()).isTrue();
        assertThat(versions.reason())
                .isEqualTo("version 7 of model 'shuttle' could not be loaded: there is not enough memory");
    }

    private BatchHarness serving(Executor late, long cacheBytes) {
        BatchHarness task = new BatchHarness(all, new PlainForwardPass(), late, cacheBytes);
        Step[] steps = new Step[VERSIONS];
        for (int version = 1; version <= VERSIONS; version++) {
            task.publish("shuttle", version, TestModels.greater("shuttle", version));
            steps[version - 1] =
                    Step.champion(version, version == 1 ? Step.BEGINNING : version * 1_000L, version, "test", 0);
        }
        task.activate("shuttle", steps);
        task.free(Duration.ofMillis(LATEST));
        return task;
    }

    private static List<Long> send(BatchHarness task, int readings) {
        Random random = new Random(7);
        List<Long> eventTimes = new ArrayList<>();
        for (int i = 0; i < readings; i++) {
            eventTimes.add(1_000L * (1 + random.nextInt(VERSIONS - 1)) + 500);
            task.sendAt(i, eventTimes.get(i), 2f, 1f);
        }
        return eventTimes;
    }

    private static String inShort(Left left) {
        return left instanceof Predicted predicted
                ? left.offset() + " by " + predicted.value().getVersion()
                : left.offset() + " " + ((Buried) left).reason();
    }
}
