package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.ClusterId;
import io.elmstream.client.ModelControl;
import io.elmstream.client.PublishedModels;
import io.elmstream.config.KeyFiles;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.RefusalReason;
import io.elmstream.governor.SignatureScope;
import io.elmstream.governor.SigningKey;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.support.CommandFeed;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.ForcedCompaction;
import io.elmstream.support.Progress;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import io.elmstream.support.WorkerProcess;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What must hold whatever is written to the control topic: nothing of it is accepted, predictions go on, and a worker
 * with a heap of 256 MB has enough. What is sent follows from a seed, which a failure names; {@code -Dhostile.seed=N}
 * sends the same again, and {@code -Dhostile.commands=N} so many.
 */
abstract class HostileCommandsContract extends RealKafkaContract {

    private static final ModelId MODEL = new ModelId(SmallModel.ID);
    private static final int MUTANTS = Integer.getInteger("hostile.commands", 10_000);
    private static final int ONE_BOMB_IN = 10;
    private static final int MAX_ARTEFACT = 100_000;
    private static final double PER_SECOND = 200;
    private static final int AFTERWARDS = 200;

    private static final List<Promise> ALL = List.of(
            new EveryReadingHasOneOutcome(),
            new KeyOrderKept(),
            new OneVersionPerBatch(),
            new VersionFollowsTimeline());

    private final long seed = Long.getLong("hostile.seed", System.nanoTime());

    /**
     * Unchanged, each of the commands is accepted, as it is in the end: it is for the change alone that they are
     * refused.
     */
    @Test
    void shouldRefuseEveryMutantOfASignedCommand() throws Exception {
        // Given
        Random random = new Random(seed);
        Path folder = Files.createDirectories(folder().resolve("signed-worker"));
        KeyPair pair = KeyFiles.generate();
        KeyFiles.write(pair, folder.resolve("private.pem"), folder.resolve("public.pem"));
        Map<String, String> settings =
                Map.of("governor.trusted.keys", folder.resolve("public.pem").toString());
        try (ElmstreamUnderTest app = application("signed", 2);
                CommandFeed feed =
                        new CommandFeed(kafka().bootstrapServers(), app.topics().modelControl());
                WorkerProcess worker = worker(app, settings, folder, "first")) {
            SigningKey signing = new SigningKey(
                    pair.getPrivate(),
                    SignatureScope.commands(
                            "signed", ClusterId.of(Map.of("bootstrap.servers", kafka().bootstrapServers()))));
            // what was signed before the governor began to judge counts as used up
            feed.send(publish(1));
            awaitAnswers(app, feed);
            AtomicLong number = new AtomicLong(System.currentTimeMillis() * 1_000);
            before().forEach(each ->
                    SignedCommand.of(each, signing, number.incrementAndGet()).sendTo(feed));
            List<SignedCommand> good = good().stream()
                    .map(each -> SignedCommand.of(each, signing, number.incrementAndGet()))
                    .toList();
            awaitAnswers(app, feed);
            ForcedCompaction.of(kafka().bootstrapServers(), app.topics().models());

            // When
            List<ModelStatus> answers = answersUnderLoad(
                    app, feed, () -> SignedCommand.mutant(random, good).sendTo(feed));

            // Then
            assertThat(answers)
                    .as("answers to mutants; seed %d", seed)
                    .hasSize(MUTANTS)
                    .extracting(ModelStatus::getOutcome)
                    .containsOnly(CommandOutcome.REFUSED);
            assertThat(answers)
                    .extracting(ModelStatus::getCode)
                    .contains(names(RefusalReason.UNREADABLE, RefusalReason.NOT_SIGNED, RefusalReason.BAD_SIGNATURE));
            good.forEach(each -> each.sendTo(feed));
            assertAllAccepted(app, feed, good.size());
            assertTheSameServeAfterCompactionOnANewMachine(app, settings, folder, worker);
        }
    }

    /** Nobody signs here. Parts as they should be are taken until the room for unfinished uploads is full. */
    @Test
    void shouldRefuseBrokenModelsAndBoundWhatUploadsTake() throws Exception {
        // Given
        Random random = new Random(seed);
        Path folder = Files.createDirectories(folder().resolve("unsigned-worker"));
        Map<String, String> settings = Map.of("governor.max.artefact.bytes", Integer.toString(MAX_ARTEFACT));
        HostileUploads hostile = new HostileUploads(random, 9);
        try (ElmstreamUnderTest app = application("unsigned", 2);
                CommandFeed feed =
                        new CommandFeed(kafka().bootstrapServers(), app.topics().modelControl());
                WorkerProcess worker = worker(app, settings, folder, "first")) {
            before().forEach(feed::send);
            awaitAnswers(app, feed);
            ForcedCompaction.of(kafka().bootstrapServers(), app.topics().models());

            // When
            List<ModelStatus> answers = answersUnderLoad(
                    app,
                    feed,
                    () -> feed.send(null, random.nextInt(ONE_BOMB_IN) == 0 ? hostile.bomb() : hostile.next()));

            // Then
            assertThat(answers)
                    .as("answers; seed %d", seed)
                    .hasSize(MUTANTS)
                    .extracting(ModelStatus::getCode)
                    .contains(names(
                            RefusalReason.UNREADABLE,
                            RefusalReason.NOT_AN_ARTEFACT,
                            RefusalReason.DIGEST_MISMATCH,
                            RefusalReason.MALFORMED,
                            RefusalReason.INVALID_MODEL,
                            RefusalReason.WRONG_VERSION,
                            RefusalReason.BAD_PART,
                            RefusalReason.INCOMPLETE,
                            RefusalReason.TOO_MANY_UPLOADS))
                    .doesNotContain(RefusalReason.NOT_JUDGED.name());
            assertThat(answers)
                    .as("parts taken, some in the place of others; seed %d", seed)
                    .filteredOn(answer -> answer.getOutcome() != CommandOutcome.REFUSED)
                    .allSatisfy(answer -> assertThat(answer.getMessage()).startsWith("part "))
                    .filteredOn(answer -> answer.getOutcome() == CommandOutcome.ACCEPTED)
                    .hasSizeBetween(1, 4 * MAX_ARTEFACT / HostileUploads.BOMB);
            List<Command> good = good().subList(0, 3);
            good.forEach(feed::send);
            assertAllAccepted(app, feed, good.size());
            assertTheSameServeAfterCompactionOnANewMachine(app, settings, folder, worker);
        }
    }

    private static String[] names(RefusalReason... reasons) {
        return Arrays.stream(reasons).map(Enum::name).toArray(String[]::new);
    }

    /** Makes version 1 the champion and leaves others beside it. */
    private static List<Command> before() {
        return List.of(publish(1), activate(1, 0), publish(2), publish(5));
    }

    /** What is accepted after that. */
    private static List<Command> good() {
        byte[] part = SmallModel.artefact(4);
        String digest = ArtefactFormat.digest(part);
        return List.of(
                activate(2, 1),
                publish(3),
                new Retire(ModelControl.requestId(), MODEL, 5, OptionalLong.of(2)),
                new UploadPart(ModelControl.requestId(), MODEL, 4, digest, 0, digest, part));
    }

    private static Command publish(int version) {
        return new Publish(ModelControl.requestId(), MODEL, version, SmallModel.artefact(version), false);
    }

    private static Command activate(int version, long revision) {
        return new Activate(ModelControl.requestId(), MODEL, version, OptionalLong.of(revision), OptionalLong.empty());
    }

    private static WorkerProcess worker(
            ElmstreamUnderTest app, Map<String, String> settings, Path folder, String machine) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.session.timeout.ms", "6000");
        all.put("state.dir", folder.resolve(machine).toString());
        return WorkerProcess.start(app.flags(all), folder.resolve(machine + ".log"));
    }

    /** The answers to what is sent {@link #MUTANTS} times while readings come. */
    private static List<ModelStatus> answersUnderLoad(ElmstreamUnderTest app, CommandFeed feed, Runnable sending)
            throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        int earlier = feed.sent().size();
        CompletableFuture<Void> feeding =
                CompletableFuture.runAsync(() -> app.feed().send(enough::get, PER_SECOND));
        for (int i = 0; i < MUTANTS; i++) {
            sending.run();
        }
        awaitAnswers(app, feed);
        enough.set(true);
        feeding.join();
        app.awaitAllAnswered();
        return app.answers().subList(earlier, earlier + MUTANTS);
    }

    private static void awaitAnswers(ElmstreamUnderTest app, CommandFeed feed) throws InterruptedException {
        int all = feed.sent().size();
        Progress.await("answers to come", () -> all - app.answers().size());
        assertThat(app.answers())
                .extracting(ModelStatus::getCommandOffset)
                .containsExactlyElementsOf(feed.sent().keySet());
    }

    private static void assertAllAccepted(ElmstreamUnderTest app, CommandFeed feed, int last)
            throws InterruptedException {
        awaitAnswers(app, feed);
        List<ModelStatus> answers = app.answers();
        assertThat(answers.subList(answers.size() - last, answers.size()))
                .extracting(ModelStatus::getOutcome)
                .containsOnly(CommandOutcome.ACCEPTED);
    }

    private void assertTheSameServeAfterCompactionOnANewMachine(
            ElmstreamUnderTest app, Map<String, String> settings, Path folder, WorkerProcess worker) throws Exception {
        assertThat(worker.isAlive()).as("alive; log: %s", worker.log()).isTrue();
        assertThat(worker.log()).doesNotContain("OutOfMemoryError");
        PublishedModels.Model published = app.published();
        assertThat(published.versions()).containsOnlyKeys(1, 2, 3, 5);
        RawTopic models = new RawTopic(kafka().bootstrapServers(), app.topics().models());
        app.await()
                .until(() -> models.records().stream()
                                .filter(record ->
                                        SmallModel.ID.equals(new String(record.key(), StandardCharsets.UTF_8)))
                                .count()
                        == 1);
        worker.stop();
        try (WorkerProcess another = worker(app, settings, folder, "another")) {
            app.feed().send(AFTERWARDS, PER_SECOND);
            app.awaitAllAnswered();
            assertThat(app.published()).isEqualTo(published);
            assertThat(another.isAlive()).isTrue();
        }
        Evidence evidence = evidence(app);
        ALL.forEach(promise -> promise.holdFor(evidence));
        assertThat(evidence.report().deadLetters()).isZero();
        int all = evidence.predictions().size();
        assertThat(evidence.predictions().subList(all - AFTERWARDS, all))
                .allSatisfy(prediction -> assertThat(prediction.getVersion()).isEqualTo(2));
    }
}
