package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.Position;
import io.elmstream.app.Elmstream;
import io.elmstream.client.ModelControl;
import io.elmstream.client.StatusTopic;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What must hold of which version scores a reading, while versions are scheduled, tried and taken back. */
abstract class RolloutContract extends RealKafkaContract {

    private static final ModelId MODEL = new ModelId(SmallModel.ID);
    private static final int READINGS = 3_000;
    private static final int SENSORS = 100;
    private static final int MISSING_IN = 10;

    private static final List<Promise> ALL = List.of(
            new EveryReadingHasOneOutcome(),
            new KeyOrderKept(),
            new OneVersionPerBatch(),
            new VersionFollowsTimeline());

    /**
     * A version is a function of timeline, event time and key, so whoever reads the topic again, with the timeline as
     * it is then, gets the same versions. A rollback takes a step back for all that is scored from then on, whatever
     * its event time. So the first run, which scored half of the readings before the rollback, had the version that was
     * taken back where a replay has the one before it; and it says so, since its predictions name the revision that
     * decided. What must be the same:
     *
     * <ul>
     *   <li>two replays, for every reading;
     *   <li>a replay and the timeline as it stands;
     *   <li>the first run and the timeline as it was at the revision of each prediction;
     *   <li>the first run and a replay, but for the readings that the step decided which was taken back later.
     * </ul>
     *
     * The second replay comes when all scheduled times have passed, so that it loads old versions as it meets their
     * readings.
     */
    @Test
    void shouldGiveEveryReadingTheSameVersionWhenAllAreReadAgain() {
        // Given
        try (ElmstreamUnderTest app = application("replay", 3)) {
            app.start(Map.of());
            app.champion(1);
            for (int version = 2; version <= 6; version++) {
                app.publish(version, SmallModel.artefact(version));
            }
            long base = System.currentTimeMillis() + 8_000;
            for (int version = 2; version <= 6; version++) {
                accept(
                        app,
                        new Activate(
                                ModelControl.requestId(),
                                MODEL,
                                version,
                                OptionalLong.of(version - 1),
                                OptionalLong.of(base + version * 1_000L)));
            }
            sendAcross(app, base);
            app.awaitAllAnswered();
            accept(app, new Rollback(ModelControl.requestId(), MODEL, 6, OptionalLong.of(6)));
            app.await()
                    .until(() -> app.status().reports().values().stream()
                            .allMatch(report -> report.models().get(0).revision() == 7));
            sendAcross(app, base);
            app.awaitAllAnswered();
            app.stop();
            int answers = app.answers().size();
            Evidence evidence = evidence(app);

            // When
            Replay replay = new Replay(kafka(), app, 2 * READINGS);
            Map<Position, Prediction> first = Replay.byPosition(evidence.predictions());
            Map<Position, Prediction> again = replay.run("replay-again");
            app.await().until(() -> System.currentTimeMillis() > base + 8_000);
            Map<Position, Prediction> late = replay.run("replay-late");

            // Then
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().versions()).containsOnlyKeys(1, 2, 3, 4, 5, 6);
            assertThat(Replay.versions(again)).hasSize(2 * READINGS).isEqualTo(Replay.versions(late));
            again.values()
                    .forEach(prediction -> assertThat(prediction.getVersion())
                            .isEqualTo(evidence.timeline()
                                    .choiceAt(prediction.getEventTime().toEpochMilli(), bytes(prediction.getSensorId()))
                                    .orElseThrow()
                                    .version()));
            first.forEach(
                    (position, prediction) -> assertThat(again.get(position).getVersion())
                            .isEqualTo(prediction.getVersion() == 6 ? 5 : prediction.getVersion()));
            assertThat(app.answers()).as("answers of one governor").hasSize(answers);
            assertThat(app.published().timeline()).contains(evidence.timeline());
        }
    }

    /**
     * No model gives a number that is none for features that are numbers; {@link io.elmstream.elm.Elm} bounds its
     * figures so. What a challenger cannot score are readings that only the champion takes, such as those with a
     * missing value.
     */
    @Test
    void shouldLeaveTheChampionAloneWhileItsShadowCannotScoreAndTakeTheShadowBack() {
        // Given
        int some = 1_000;
        try (ElmstreamUnderTest app = application("shadow", 2)) {
            Elmstream elmstream = app.start(Map.of());
            app.publish(1, SmallModel.acceptingMissing(1));
            app.activate(1);
            app.publish(2, SmallModel.artefact(2));
            app.await().until(() -> elmstream.waitsFor().isEmpty());
            sendSomeMissing(app, some, Instant.now());
            app.awaitAllAnswered();

            // When
            Instant from = challenge(app, Optional.empty());
            app.await().until(() -> {
                InstanceReport.Model model = elmstream.models().get(new ModelId(SmallModel.ID));
                return model.revision() == 2 && model.preparing().isEmpty();
            });
            sendSomeMissing(app, some, from);
            app.awaitAllAnswered();

            // Then
            app.await()
                    .untilAsserted(() -> assertThat(compared(app))
                            .containsExactly((long) some - some / MISSING_IN, (long) some / MISSING_IN));
            Instant gated = challenge(
                    app, Optional.of(new Gate(some / 2, OptionalDouble.empty(), OptionalDouble.empty(), 0.05)));
            app.await()
                    .until(() ->
                            elmstream.models().get(new ModelId(SmallModel.ID)).revision() == 3);
            sendSomeMissing(app, some, gated);
            app.await().until(() -> app.published().timeline().orElseThrow().revision() == 4);
            app.await()
                    .until(() ->
                            elmstream.models().get(new ModelId(SmallModel.ID)).revision() == 4);
            sendSomeMissing(app, some, gated);
            app.awaitAllAnswered();

            Step last = app.published().timeline().orElseThrow().steps().get(3);
            assertThat(last.champion()).isEqualTo(1);
            // a report may come while readings are on their way
            assertThat(last.reason())
                    .startsWith("rolled back by its gate: ")
                    .contains("could not be scored, more than 5.00 %");
            List<Prediction> shadows = Replay.predictions(kafka(), app.topics().shadowPredictions());
            assertThat(shadows)
                    .hasSizeBetween(some - some / MISSING_IN, 2 * (some - some / MISSING_IN))
                    .allSatisfy(
                            prediction -> assertThat(prediction.getVersion()).isEqualTo(2));
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().deadLetters()).isZero();
            assertThat(evidence.report().versions()).containsOnlyKeys(1);
            assertThat(evidence.predictions().stream()
                            .map(Prediction::getProbabilities)
                            .distinct())
                    .as("what the champion says of the two kinds of readings, with and without a shadow")
                    .hasSize(2);
        }
    }

    /** Starts a shadow for all sensors, and tells from when. */
    private static Instant challenge(ElmstreamUnderTest app, Optional<Gate> gate) {
        Challenger challenger = new Challenger(2, Mode.SHADOW, Share.ALL, gate);
        ModelStatus answer = app.ask(new Challenge(ModelControl.requestId(), MODEL, challenger, OptionalLong.empty()));
        assertThat(answer.getOutcome()).as(answer.getMessage()).isEqualTo(CommandOutcome.ACCEPTED);
        return answer.getEffectiveFrom();
    }

    /** What was compared by both, and what the challenger could not score. */
    private static List<Long> compared(ElmstreamUnderTest app) {
        return Optional.ofNullable(app.status().comparisons().get(SmallModel.ID))
                .map(StatusTopic.Merged::comparison)
                .map(ModelComparison::getComparison)
                .map(counts -> List.of(counts.getCompared(), counts.getChallengerErrors()))
                .orElse(List.of());
    }

    /** Readings of an event time, each tenth of which lacks a feature. */
    private static void sendSomeMissing(ElmstreamUnderTest app, int count, Instant at) {
        for (int i = 0; i < count; i++) {
            String sensor = "sensor-" + i % SENSORS;
            List<Float> features = new ArrayList<>(SmallModel.FEATURES);
            if (i % MISSING_IN == 0) {
                features.set(3, Float.NaN);
            }
            app.feed().send(bytes(sensor), app.feed().encode(new SensorReading(sensor, null, at, null, features)));
        }
        app.feed().flush();
    }

    /** Readings from before the first scheduled time to behind the last, in no order. */
    private static void sendAcross(ElmstreamUnderTest app, long base) {
        for (int i = 0; i < READINGS; i++) {
            String sensor = "sensor-" + i % SENSORS;
            Instant at = Instant.ofEpochMilli(base + i * 7_919L % 8_000);
            app.feed()
                    .send(
                            bytes(sensor),
                            app.feed().encode(new SensorReading(sensor, null, at, null, SmallModel.FEATURES)));
        }
        app.feed().flush();
    }

    private static void accept(ElmstreamUnderTest app, Command command) {
        assertThat(app.ask(command).getOutcome()).as(command.inShort()).isEqualTo(CommandOutcome.ACCEPTED);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
