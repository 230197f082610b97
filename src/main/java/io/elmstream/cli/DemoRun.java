package io.elmstream.cli;

import static io.elmstream.cli.DemoModels.ID;

import io.elmstream.app.ModelControl;
import io.elmstream.app.OutcomeAudit;
import io.elmstream.data.CsvSamples;
import io.elmstream.data.Sample;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;

/** One run of the demo against a running local Elmstream. */
final class DemoRun {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final LocalElmstream local;
    private final DemoModels models;
    private final DemoView view;
    private final long readings;
    private final Pace pace;

    DemoRun(LocalElmstream local, DemoModels models, DemoView view, long readings, Pace pace) {
        this.local = local;
        this.models = models;
        this.view = view;
        this.readings = readings;
        this.pace = pace;
    }

    /** @param small version 1; version 2 is trained while the feed holds, since the machine is busy otherwise */
    DemoResult run(byte[] small) throws InterruptedException {
        List<String> labels = CsvSamples.toTrain(
                        Sample.SHUTTLE.file(), Sample.SHUTTLE.labelColumn(), Sample.SHUTTLE.trainingRows())
                .labels();
        Connection connection = local.connection();
        OutcomeAudit audit = new OutcomeAudit(labels);
        RecordEncoder<SensorReading> encoder =
                new RecordEncoder<>(local.registry().register(connection.topics().readings(), SensorReading.getClassSchema()));
        DemoWatch watch = new DemoWatch(connection.consumer(Map.of()), connection.topics(), audit);
        Thread watching = new Thread(watch, "demo-watch");
        try (Producer<byte[], byte[]> producer = connection.producer(Map.of());
                ModelControl control = connection.control(PATIENCE, Optional.empty())) {
            DemoFeed feed = new DemoFeed(producer, connection.topics().readings(), encoder, audit, pace);
            watching.start();
            serve(control, 1, small);
            view.follow(feed, watch);

            long start = System.nanoTime();
            long half = readings / 2;
            feed.send(half / 2);
            new CorruptReadings(encoder).send(feed);
            feed.send(half - feed.sent());
            await(() -> audit.open() == 0);
            double seconds = (System.nanoTime() - start) / 1e9;

            view.step("training version 2 (400 hidden units)");
            byte[] better = models.strong();
            refuse(control, models.broken(better));
            serve(control, 2, better);

            start = System.nanoTime();
            feed.send(readings - feed.sent());
            await(() -> audit.open() == 0);
            seconds += (System.nanoTime() - start) / 1e9;
            return DemoResult.of(audit.report(), watch.seen(), 1, seconds, latency(watch));
        } finally {
            view.stop();
            watch.stop();
            watching.join();
        }
    }

    private void serve(ModelControl control, int version, byte[] artefact) {
        view.step("publishing version " + version + ", " + artefact.length + " bytes");
        accepted(control.publish(ID, version, artefact, false));
        ModelStatus status = accepted(control.activate(ID, version));
        Instant effective = status.getEffectiveFrom() == null ? Instant.EPOCH : status.getEffectiveFrom();
        await(() -> Instant.now().isAfter(effective) && servesHere(version));
        view.step("version " + version + " is champion, revision " + status.getRevision());
    }

    private boolean servesHere(int version) {
        return Optional.ofNullable(local.elmstream().models().get(ID))
                .filter(model -> model.serving().equals(OptionalInt.of(version)))
                .isPresent();
    }

    private void refuse(ModelControl control, byte[] broken) {
        ModelStatus status = answered(control.publish(ID, 3, broken, false));
        if (status.getOutcome() != CommandOutcome.REFUSED) {
            throw new CommandFailure("NOT_REFUSED", "the governor accepted a broken model: " + status.getMessage());
        }
        view.step("a broken version 3 was refused, " + status.getCode() + ": " + status.getMessage());
    }

    private static ModelStatus accepted(Optional<ModelStatus> answer) {
        ModelStatus status = answered(answer);
        if (status.getOutcome() == CommandOutcome.REFUSED) {
            throw new CommandFailure("REFUSED", "the governor refused: " + status.getMessage());
        }
        return status;
    }

    private static ModelStatus answered(Optional<ModelStatus> answer) {
        return answer.orElseThrow(() -> new CommandFailure(
                "TIMEOUT", "the governor did not answer within " + PATIENCE.toSeconds() + " s"));
    }

    /** Waits for something; what has not come in time shows in the audit. */
    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private Optional<DemoResult.Latency> latency(DemoWatch watch) {
        return pace.isUnbounded()
                ? Optional.empty()
                : Optional.of(new DemoResult.Latency(watch.latencyMillis(50), watch.latencyMillis(99)));
    }
}
