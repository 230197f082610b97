package io.elmstream.cli.demo;

import static io.elmstream.cli.demo.DemoModels.BROKEN;
import static io.elmstream.cli.demo.DemoModels.MISLABELLED;
import static io.elmstream.cli.demo.DemoModels.SMALL;
import static io.elmstream.cli.demo.DemoModels.STRONG;

import io.elmstream.cli.demo.DemoChanges.RefusedModel;
import io.elmstream.cli.stream.Pace;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.client.ModelControl;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.SensorReading;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * One run of the demo against a running local Elmstream: the order in which readings are sent and models are changed.
 */
final class DemoRun {

    private final LocalElmstream local;
    private final DemoModels models;
    private final DemoView view;
    private final long readings;
    private final Pace pace;
    private final OutcomeAudit audit;
    private long heldNanos;

    DemoRun(LocalElmstream local, DemoModels models, DemoView view, long readings, Pace pace) {
        this.local = local;
        this.models = models;
        this.view = view;
        this.readings = readings;
        this.pace = pace;
        this.audit = new OutcomeAudit(models.labels());
    }

    /**
     * @param small the first version; the others are trained while the feed is paused, because training keeps the
     *     machine busy
     */
    DemoResult run(byte[] small) throws InterruptedException {
        Connection connection = local.connection();
        RecordEncoder<SensorReading> encoder = new RecordEncoder<>(
                local.registry().register(connection.topics().readings(), SensorReading.getClassSchema()));
        DemoWatch watch = new DemoWatch(connection.consumer(Map.of()), connection.topics(), audit);
        Thread watching = new Thread(watch, "demo-watch");
        try (Producer<byte[], byte[]> producer = connection.producer(Map.of());
                ModelControl control = connection.control(DemoChanges.PATIENCE, Optional.empty())) {
            DemoFeed feed = new DemoFeed(producer, connection.topics().readings(), encoder, audit, pace);
            DemoChanges changes = new DemoChanges(local, control, watch, view);
            watching.start();
            changes.activate(SMALL, small);
            view.follow(feed, watch);

            long start = System.nanoTime();
            feed.send(share(5) / 2);
            new CorruptReadings(encoder).send(feed);
            feed.send(share(5) - feed.sent());
            view.step("training version " + STRONG + " (400 hidden units) while the feed is paused");
            byte[] strong = meanwhile(feed, 0, models::strong);
            byte[] mislabelled = meanwhile(feed, 0, models::mislabelled);

            meanwhile(feed, share(2), () -> changes.shadow(STRONG, strong));
            feed.send(share(6));
            // a third of the sensors in the canary share is enough to continue
            meanwhile(feed, share(15) - feed.sent(), () -> changes.promote(STRONG, share(1)));

            feed.send(share(2));
            RefusedModel refused = meanwhile(feed, share(1), () -> changes.refuse(BROKEN, models.broken(strong)));
            feed.send(share(2));
            view.step("version " + MISLABELLED + " is a valid file, but its class names are shifted by one");
            ModelStatus brought = meanwhile(feed, share(2), () -> changes.activate(MISLABELLED, mislabelled));
            feed.send(share(2));
            // on a busy machine its predictions arrive late, and they are the reason for the rollback
            DemoChanges.await(
                    () -> audit.open() == 0 || watch.seen().revisions().containsKey(brought.getRevision()));
            RollbackTiming takenBack = meanwhile(feed, share(2), () -> changes.takeBack(MISLABELLED, brought));
            feed.send(readings - feed.sent());
            DemoChanges.awaitNone(audit::open, DemoChanges.PATIENCE);

            double seconds = (System.nanoTime() - start - heldNanos) / 1e9;
            return DemoResult.of(
                    audit.report(), watch.seen(), refused, takenBack.times(), view.began(), seconds, latency(watch));
        } finally {
            view.stop();
            watch.stop();
            watching.join();
        }
    }

    /** Converts thirtieths of all readings to a number of readings. */
    private long share(int parts) {
        return readings * parts / 30;
    }

    private void meanwhile(DemoFeed feed, long count, Runnable change) {
        meanwhile(feed, count, () -> {
            change.run();
            return Optional.empty();
        });
    }

    /** Sends readings while a change is made; if they are all answered before it is done, the feed pauses. */
    private <T> T meanwhile(DemoFeed feed, long count, Supplier<T> change) {
        CompletableFuture<T> changing = CompletableFuture.supplyAsync(change);
        feed.send(count);
        DemoChanges.await(() -> changing.isDone() || audit.open() == 0);
        long since = System.nanoTime();
        T changed = changing.join();
        heldNanos += System.nanoTime() - since;
        return changed;
    }

    private Optional<DemoResult.Latency> latency(DemoWatch watch) {
        return pace.isUnbounded()
                ? Optional.empty()
                : Optional.of(new DemoResult.Latency(watch.latencyMillis(50), watch.latencyMillis(99)));
    }
}
