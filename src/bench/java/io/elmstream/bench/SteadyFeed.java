package io.elmstream.bench;

import io.elmstream.client.KafkaClients;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends readings at a constant rate from a thread of its own until it is closed. */
final class SteadyFeed implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(1);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Preload readings;
    private final double perSecond;
    private final Thread sending = new Thread(this::sendAll, "feed");
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    SteadyFeed(Map<String, Object> clients, String topic, Preload readings, double perSecond) {
        this.topic = topic;
        this.readings = readings;
        this.perSecond = perSecond;
        producer = new KafkaClients(clients).producer(Map.of("linger.ms", 5, "batch.size", 64 * 1024));
        sending.setDaemon(true);
        sending.start();
    }

    private void sendAll() {
        try {
            send();
        } catch (RuntimeException | OutOfMemoryError e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send() {
        long start = System.nanoTime();
        long sent = 0;
        while (!stopped) {
            long due = (long) ((System.nanoTime() - start) / 1e9 * perSecond);
            for (; sent < due && !stopped; sent++) {
                producer.send(
                        new ProducerRecord<>(topic, readings.key(sent), readings.value(sent)), (metadata, refused) -> {
                            if (refused != null) {
                                failure.compareAndSet(null, refused);
                            }
                        });
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    /** Throws if a reading could not be sent. */
    void check() {
        Optional.ofNullable(failure.get()).ifPresent(refused -> {
            throw new IllegalStateException("a reading could not be sent", refused);
        });
    }

    @Override
    public void close() {
        stopped = true;
        try {
            sending.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
