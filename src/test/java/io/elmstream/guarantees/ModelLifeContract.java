package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.Elmstream;
import io.elmstream.batch.Rejection;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.ForcedCompaction;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What must hold while models come, take over, are refused, and are found again by a new instance. */
abstract class ModelLifeContract extends RealKafkaContract {

    private static final double PER_SECOND = 4_000;
    private static final int LARGE = 8_000_000;

    private static final List<Promise> ALL = List.of(
            new EveryReadingHasOneOutcome(),
            new KeyOrderKept(),
            new OneVersionPerBatch(),
            new VersionFollowsTimeline());

    @Test
    void shouldKeepEveryPromiseWhenVersionsTakeOverUnderLoad() {
        // Given
        AtomicBoolean enough = new AtomicBoolean();
        try (ElmstreamUnderTest app = application("swap", 4)) {
            app.start(Map.of("threads", "2"));
            app.champion(1);
            CompletableFuture<Void> feeding =
                    CompletableFuture.runAsync(() -> app.feed().send(enough::get, PER_SECOND));

            // When
            for (int version = 2; version <= 4; version++) {
                app.champion(version);
                awaitRevision(app, version);
            }
            app.activate(1);
            awaitRevision(app, 5);
            enough.set(true);
            feeding.join();
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().versions().keySet()).containsExactly(1, 2, 3, 4);
            assertThat(evidence.predictions().stream()
                            .map(Prediction::getRevision)
                            .distinct())
                    .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void shouldServeTheSameChampionAfterCompactionAndOnANewMachine() {
        // Given
        try (ElmstreamUnderTest app = application("restart", 2)) {
            app.start(Map.of());
            app.champion(1);
            ForcedCompaction.of(kafka().bootstrapServers(), app.topics().models());
            app.champion(2);
            app.activate(1);
            app.activate(2);
            app.stop();
            RawTopic models =
                    new RawTopic(kafka().bootstrapServers(), app.topics().models());
            app.await()
                    .until(() -> models.records().stream()
                                    .filter(record ->
                                            SmallModel.ID.equals(new String(record.key(), StandardCharsets.UTF_8)))
                                    .count()
                            == 1);

            // When
            app.feed().send(500, 20_000);
            app.start(Map.of());
            app.awaitAllAnswered();
            app.stop();
            app.feed().send(500, 20_000);
            app.startAnew(Map.of(), "a-new-machine");
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.predictions()).hasSize(1_000).allSatisfy(prediction -> {
                assertThat(prediction.getVersion()).isEqualTo(2);
                assertThat(prediction.getRevision()).isEqualTo(4);
            });
        }
    }

    @Test
    void shouldRefuseBrokenModelsWhilePredictionsGoOn() {
        // Given
        AtomicBoolean enough = new AtomicBoolean();
        BrokenModels broken = new BrokenModels(2);
        try (ElmstreamUnderTest app = application("broken", 2)) {
            app.start(Map.of());
            app.champion(1);
            CompletableFuture<Void> feeding =
                    CompletableFuture.runAsync(() -> app.feed().send(enough::get, PER_SECOND));

            // When
            broken.byReason().forEach((reason, artefact) -> {
                ModelStatus answer = app.publish(reason == RefusalReason.VERSION_EXISTS ? 1 : 2, artefact);

                // Then
                assertThat(answer.getOutcome()).as("outcome of %s", reason).isEqualTo(CommandOutcome.REFUSED);
                assertThat(answer.getCode()).isEqualTo(reason.name());
            });
            assertThat(app.activate(2).getCode()).isEqualTo(RefusalReason.UNKNOWN_VERSION.name());
            enough.set(true);
            feeding.join();
            app.awaitAllAnswered();
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().versions().keySet()).containsExactly(1);
            assertThat(evidence.report().deadLetters()).isZero();
        }
    }

    @Test
    void shouldServeTheChampionBeforeWhenAVersionCannotServeHere() {
        // Given
        try (ElmstreamUnderTest app = application("cannot-serve", 2)) {
            Elmstream elmstream = app.start(Map.of());
            app.champion(1);

            // When
            app.publish(2, new BrokenModels(2).withWrongProbes());
            app.activate(2);
            app.await().until(() -> health(elmstream).failed().containsKey(2));
            app.feed().send(500, 20_000);
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().versions().keySet()).containsExactly(1);
        }
    }

    @Test
    void shouldServeALargeModelThatCameInParts() {
        // Given
        byte[] large = SmallModel.large(2, LARGE);
        try (ElmstreamUnderTest app = application("large", 2)) {
            Elmstream elmstream = app.start(Map.of());
            app.champion(1);

            // When
            assertThat(app.publish(2, large).getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
            app.activate(2);
            app.await().until(() -> health(elmstream).serving().equals(OptionalInt.of(2)));
            app.feed().send(500, 20_000);
            app.awaitAllAnswered();

            // Then
            assertThat(app.published().versions().get(2).bytes())
                    .as("bytes published")
                    .isEqualTo(large.length);
            app.await()
                    .untilAsserted(() -> assertThat(elmstream.residency().bytes())
                            .as("bytes in memory, where seven classes are padded to sixteen")
                            .isBetween((long) large.length, 2L * large.length));
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().versions()).containsOnlyKeys(2);
        }
    }

    @Test
    void shouldOutliveHostileRecordsOnTheModelsTopic() {
        // Given
        try (ElmstreamUnderTest app = application("hostile", 2)) {
            Elmstream elmstream = app.start(Map.of());
            app.champion(1);

            // When
            HostileModels.send(kafka().bootstrapServers(), app.topics().models());
            app.champion(2);
            app.await().until(() -> health(elmstream).serving().equals(OptionalInt.of(2)));
            app.stop();
            app.feed().send(500, 20_000);
            app.startAnew(Map.of(), "a-new-machine");
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().versions().keySet()).containsExactly(2);
            assertThat(evidence.report().deadLetters()).isZero();
        }
    }

    @Test
    void shouldLetReadingsWaitForTheFirstChampion() {
        // Given
        try (ElmstreamUnderTest app = application("wait", 1)) {
            app.feed().send(500, 20_000);
            Elmstream elmstream = app.start(Map.of("models.required", SmallModel.ID));
            app.await().until(() -> elmstream.waitsFor().contains("a champion of model " + SmallModel.ID));
            app.publish(1, SmallModel.artefact(1));
            assertThat(app.reader().outcomes()).isZero();

            // When
            app.activate(1);
            app.awaitAllAnswered();
            SensorReading ofAnotherModel = new SensorReading("sensor-0", "boiler", null, null, SmallModel.FEATURES);
            app.feed()
                    .send(
                            "sensor-0".getBytes(StandardCharsets.UTF_8),
                            app.feed().encode(ofAnotherModel));
            app.feed().send(500, 20_000);
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().predictions()).isEqualTo(1_000);
            assertThat(evidence.report().deadLettersByReason()).isEqualTo(Map.of(Rejection.NO_MODEL.name(), 1L));
        }
    }

    private static void awaitRevision(ElmstreamUnderTest app, long revision) {
        app.await().until(() -> app.reader().revision() == revision);
    }

    private static InstanceReport.Model health(Elmstream elmstream) {
        return elmstream.models().get(new ModelId(SmallModel.ID));
    }
}
