package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Publish;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.support.CommandFeed;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import io.elmstream.support.TwoWorkers;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What must hold when governor and workers are killed while a model comes, is judged, takes over, or is tried. */
abstract class GovernorCrashContract extends RealKafkaContract {

    private static final ModelId MODEL = new ModelId(SmallModel.ID);
    private static final int LARGE = 1_600_000;
    private static final double PER_SECOND = 300;
    private static final int AFTERWARDS = 200;

    private static final List<Promise> ALL = List.of(
            new EveryReadingHasOneOutcome(),
            new KeyOrderKept(),
            new OneVersionPerBatch(),
            new VersionFollowsTimeline());

    /**
     * Each kill comes once the governor has begun to write of what it was sent: within its transaction, or just behind
     * it. With the activation the other worker goes too, while it makes the version ready.
     */
    @Test
    void shouldAnswerEveryCommandOnceAndServeWhatWasAskedForThoughItIsKilled() throws Exception {
        // Given
        AtomicBoolean enough = new AtomicBoolean();
        byte[] large = SmallModel.large(2, LARGE);
        try (ElmstreamUnderTest app = application("killed", 4);
                CommandFeed commands =
                        new CommandFeed(kafka().bootstrapServers(), app.topics().modelControl());
                TwoWorkers workers = new TwoWorkers(kafka(), app, folder().resolve("killed-workers"))) {
            String changelog = "governor-of-" + app.applicationId() + "-governed-changelog";
            commands.send(publish(1));
            commands.send(activate(1));
            awaitAnswers(app, commands, workers);
            CompletableFuture<Void> feeding =
                    CompletableFuture.runAsync(() -> app.feed().send(enough::get, PER_SECOND));

            // When
            workers.killOnceItWrites(
                    changelog, () -> UploadCommands.parts(2, large).forEach(commands::send));
            awaitAnswers(app, commands, workers);
            workers.killOnceItWrites(changelog, () -> commands.send(UploadCommands.publish(2, large)));
            awaitAnswers(app, commands, workers);
            workers.killOnceItWrites(changelog, () -> commands.send(activate(2)));
            workers.killBoth();
            awaitAnswers(app, commands, workers);
            awaitServing(app, 2, workers);
            enough.set(true);
            feeding.join();
            app.awaitAllAnswered();
            app.feed().send(AFTERWARDS, PER_SECOND);
            app.awaitAllAnswered();

            // Then
            assertThat(app.answers())
                    .extracting(ModelStatus::getCommandOffset, ModelStatus::getRequestId)
                    .containsExactlyElementsOf(commands.sent().entrySet().stream()
                            .map(sent -> tuple(sent.getKey(), sent.getValue()))
                            .toList());
            assertThat(app.answers()).extracting(ModelStatus::getOutcome).doesNotContain(CommandOutcome.REFUSED);
            assertThat(app.published().timeline().orElseThrow().steps())
                    .extracting(Step::revision, Step::champion)
                    .containsExactly(tuple(1L, 1), tuple(2L, 2));
            assertThat(keys(app))
                    .as("one record for each version, part and step")
                    .containsExactly(
                            "shuttle/1",
                            "shuttle",
                            "shuttle/2/part/0",
                            "shuttle/2/part/1",
                            "shuttle/2/part/2",
                            "shuttle/2/part/3",
                            "shuttle/2",
                            "shuttle");
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            int all = evidence.predictions().size();
            assertThat(evidence.predictions().subList(all - AFTERWARDS, all))
                    .allSatisfy(
                            prediction -> assertThat(prediction.getVersion()).isEqualTo(2));
        }
    }

    /**
     * The governor is killed once it has begun to write the decision. Counts go on afterwards, in runs that begin again
     * from zero and in the one that went on, so there is every reason to decide once more.
     */
    @Test
    void shouldDecideOnceByTheGateThoughItIsKilled() throws Exception {
        // Given
        AtomicBoolean enough = new AtomicBoolean();
        Gate gate = new Gate(1_000, OptionalDouble.empty(), OptionalDouble.empty(), 0);
        try (ElmstreamUnderTest app = application("gate", 4);
                CommandFeed commands =
                        new CommandFeed(kafka().bootstrapServers(), app.topics().modelControl());
                TwoWorkers workers = new TwoWorkers(kafka(), app, folder().resolve("gate-workers"))) {
            commands.send(publish(1));
            commands.send(activate(1));
            commands.send(publish(2));
            commands.send(new Challenge(
                    ModelControl.requestId(),
                    MODEL,
                    new Challenger(2, Mode.SHADOW, Share.ALL, Optional.of(gate)),
                    OptionalLong.empty()));
            awaitAnswers(app, commands, workers);

            // When
            app.await().until(() -> app.published().timeline().orElseThrow().revision() == 2);
            AtomicReference<CompletableFuture<Void>> feeding = new AtomicReference<>();
            workers.killOnceItWrites(
                    app.topics().models(),
                    () -> feeding.set(
                            CompletableFuture.runAsync(() -> app.feed().send(enough::get, PER_SECOND))));
            awaitServing(app, 2, workers);
            awaitReports(app);
            enough.set(true);
            feeding.get().join();
            app.awaitAllAnswered();

            // Then
            List<Step> steps = app.published().timeline().orElseThrow().steps();
            assertThat(steps).extracting(Step::champion).containsExactly(1, 1, 2);
            assertThat(steps.get(2).reason()).startsWith("promoted by its gate; ");
            assertThat(keys(app)).filteredOn(SmallModel.ID::equals).hasSize(steps.size());
            Evidence evidence = evidence(app);
            ALL.forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.report().versions()).containsOnlyKeys(1, 2);
        }
    }

    private static Command publish(int version) {
        return new Publish(ModelControl.requestId(), MODEL, version, SmallModel.artefact(version), false);
    }

    private static Command activate(int version) {
        return new Activate(ModelControl.requestId(), MODEL, version, OptionalLong.empty(), OptionalLong.empty());
    }

    private static void awaitAnswers(ElmstreamUnderTest app, CommandFeed commands, TwoWorkers workers) {
        int all = commands.sent().size();
        app.await()
                .untilAsserted(() -> assertThat(app.answers())
                        .as("answers; logs: %s", workers.logs())
                        .hasSize(all));
    }

    private static void awaitServing(ElmstreamUnderTest app, int version, TwoWorkers workers) {
        app.await()
                .untilAsserted(() -> assertThat(reports(app))
                        .as("reports; logs: %s", workers.logs())
                        .hasSize(2)
                        .allSatisfy(report ->
                                assertThat(report.models().get(0).serving()).isEqualTo(OptionalInt.of(version))));
    }

    /** Waits until every instance has reported once more. */
    private static void awaitReports(ElmstreamUnderTest app) {
        long now = System.currentTimeMillis();
        app.await().until(() -> reports(app).stream().allMatch(report -> report.at() > now));
    }

    private static Collection<InstanceReport> reports(ElmstreamUnderTest app) {
        return app.status().reports().values();
    }

    /** The keys of all committed records of the models topic. */
    private List<String> keys(ElmstreamUnderTest app) {
        return new RawTopic(kafka().bootstrapServers(), app.topics().models())
                .records().stream()
                        .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                        .toList();
    }
}
