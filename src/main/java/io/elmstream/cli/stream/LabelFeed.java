package io.elmstream.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.ReadingPosition;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends the labels of readings some time after them, each on the partition of its reading. */
final class LabelFeed {

    private static final long LOOK_MILLIS = 50;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final RecordEncoder<Label> encoder;
    private final Duration delay;
    private final ScheduledExecutorService sending = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "labels");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Label> pending = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * Creates a feed.
     *
     * @param topic of the labels
     * @param delay from the acknowledgement of a reading to its label
     */
    LabelFeed(Producer<byte[], byte[]> producer, String topic, RecordEncoder<Label> encoder, Duration delay) {
        this.producer = producer;
        this.topic = topic;
        this.encoder = encoder;
        this.delay = delay;
    }

    /** Returns the reading as it is sent: without its label. */
    static SensorReading withoutLabel(SensorReading reading) {
        return new SensorReading(
                reading.getSensorId(), reading.getModelId(), reading.getEventTime(), null, reading.getFeatures());
    }

    /**
     * Sends the label of a reading after the delay, if it has one.
     *
     * @param written where the reading is
     */
    void follow(SensorReading reading, RecordMetadata written) {
        if (reading.getLabel() == null) {
            return;
        }
        Label label = new Label(
                reading.getSensorId(),
                reading.getEventTime(),
                new ReadingPosition(written.topic(), written.partition(), written.offset(), 0),
                reading.getLabel(),
                1.0,
                null);
        pending.add(label);
        sending.schedule(this::sendNext, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All have the same delay, so the first one is due. */
    private void sendNext() {
        Label next = pending.poll();
        if (next != null) {
            send(next);
        }
    }

    private void send(Label label) {
        try {
            producer.send(
                    new ProducerRecord<>(
                            topic,
                            label.getPosition().getPartition(),
                            label.getSensorId().getBytes(UTF_8),
                            encoder.encode(label)),
                    (written, problem) -> {
                        if (problem == null) {
                            sent.incrementAndGet();
                        } else {
                            failure.compareAndSet(null, problem);
                        }
                    });
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /**
     * Waits until the rest was sent after its delay; an interruption sends it at once. No reading may follow.
     *
     * @return the number of labels that the broker acknowledged
     */
    long end(BooleanSupplier interrupted) throws InterruptedException {
        sending.shutdown();
        while (!sending.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (interrupted.getAsBoolean() || failure.get() != null) {
                sending.shutdownNow();
            }
        }
        while (!pending.isEmpty()) {
            sendNext();
        }
        producer.flush();
        return sent.get();
    }

    /** Returns the first failure, if there was one. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }
}
