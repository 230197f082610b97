package io.elmstream.bench;

import io.elmstream.client.KafkaClients;
import io.elmstream.client.Partitions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends readings at a steady rate, reads their outcomes on another thread, and takes the time between. */
final class SteadyStream implements AutoCloseable {

    /** Hears of every reading that the broker took, and of every outcome, from two threads. */
    interface Observer {

        /** Of those who only want the times. */
        Observer NONE = new Observer() {
            @Override
            public void sent(RecordMetadata reading) {}

            @Override
            public void received(ConsumerRecord<byte[], byte[]> outcome) {}
        };

        void sent(RecordMetadata reading);

        void received(ConsumerRecord<byte[], byte[]> outcome);
    }

    /** Carries the moment when the reading was due; outcomes keep a reading's headers. */
    private static final String DUE = "due";

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long HIGHEST_MICROS = PATIENCE.toNanos() / 1000;

    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final String in;
    private final Preload readings;
    private final double perSecond;
    private final Observer observer;
    private final AtomicLong received = new AtomicLong();
    private final Histogram micros = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    private final Thread receiving = new Thread(this::receive, "outcomes");
    private volatile boolean stopped;
    private long sent;

    SteadyStream(
            Map<String, Object> clients, String in, String out, Preload readings, double perSecond, Observer observer) {
        this.observer = observer;
        this.in = in;
        this.readings = readings;
        this.perSecond = perSecond;
        KafkaClients kafka = new KafkaClients(clients);
        producer = kafka.producer(Map.of("linger.ms", 0));
        consumer = kafka.consumer();
        Partitions.fromTheBeginning(consumer, List.of(out));
        receiving.setDaemon(true);
        receiving.start();
    }

    /** Sends for so long, waits for all outcomes, and gives the times of these readings in microseconds. */
    Histogram send(Duration duration) {
        micros.reset();
        long count = (long) (duration.toNanos() / 1e9 * perSecond);
        long start = System.nanoTime();
        for (long i = 0; i < count; i++) {
            long due = start + (long) (i / perSecond * 1e9);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(in, readings.key(sent), readings.value(sent));
            record.headers()
                    .add(DUE, ByteBuffer.allocate(Long.BYTES).putLong(due).array());
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    observer.sent(metadata);
                }
            });
            sent++;
        }
        producer.flush();
        awaitAll();
        return micros.copy();
    }

    /** Waits as long as outcomes come, however slow the machine is. */
    private void awaitAll() {
        long last = received.get();
        long since = System.nanoTime();
        for (long now = last; now < sent; now = received.get()) {
            if (now > last) {
                last = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new IllegalStateException("%d of %d outcomes are missing, and none came for %d s"
                        .formatted(sent - now, sent, PATIENCE.toSeconds()));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void receive() {
        while (!stopped) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                long due = ByteBuffer.wrap(record.headers().lastHeader(DUE).value())
                        .getLong();
                micros.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, (System.nanoTime() - due) / 1000)));
                observer.received(record);
                received.incrementAndGet();
            }
        }
        consumer.close();
    }

    @Override
    public void close() {
        stopped = true;
        producer.close();
        try {
            receiving.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
