package io.elmstream.chaos;

import io.elmstream.chaos.Workload.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends readings at a steady rate on a thread of its own, with all patience, and knows which the brokers have. */
final class Feed implements AutoCloseable {

    private static final int MOST_PARTITIONS = 64;

    private final Workload workload;
    private final String topic;
    private final int contentId;
    private final Schema schema;
    private final GenericDatumWriter<GenericRecord> writer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLongArray ends = new AtomicLongArray(MOST_PARTITIONS);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean enough;
    private volatile long sent;

    /**
     * @param contentId under which the registry has the schema of a reading
     * @param most readings to send
     */
    Feed(String bootstrapServers, String topic, int contentId, Workload workload, long most, double perSecond) {
        this.workload = workload;
        this.topic = topic;
        this.contentId = contentId;
        this.schema = Schemas.file(Path.of("schemas/SensorReading.avsc"));
        this.writer = new GenericDatumWriter<>(schema);
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        5,
                        "request.timeout.ms",
                        5_000,
                        "metadata.max.age.ms",
                        5_000,
                        "delivery.timeout.ms",
                        Integer.MAX_VALUE,
                        "max.block.ms",
                        Long.MAX_VALUE),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = new Thread(() -> send(most, perSecond), "chaos-feed");
        thread.setDaemon(true);
        thread.start();
    }

    private void send(long most, double perSecond) {
        long due = System.nanoTime();
        for (long i = 0; i < most && !enough; i++) {
            // what an outage held up is not made good for in one rush
            due = Math.max(due + (long) (1e9 / perSecond), System.nanoTime() - 100_000_000);
            LockSupport.parkNanos(due - System.nanoTime());
            send(Workload.reading(i));
            sent = i + 1;
        }
        producer.flush();
    }

    private void send(Reading reading) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic,
                null,
                reading.sensorId().getBytes(StandardCharsets.UTF_8),
                value(reading),
                List.of(new RecordHeader(Workload.HEADER, reading.header())));
        producer.send(record, (metadata, refused) -> {
            if (refused == null) {
                acknowledged(metadata);
            } else {
                failure.compareAndSet(null, refused);
            }
        });
    }

    private void acknowledged(RecordMetadata metadata) {
        ends.accumulateAndGet(metadata.partition(), metadata.offset() + 1, Math::max);
        acknowledged.incrementAndGet();
    }

    private byte[] value(Reading reading) {
        List<Float> features = new ArrayList<>(Workload.FEATURES);
        for (float feature : workload.features(reading)) {
            features.add(feature);
        }
        GenericRecord record = new GenericData.Record(schema);
        record.put("sensorId", reading.sensorId());
        record.put("eventTime", System.currentTimeMillis() - workload.lateness(reading));
        record.put("features", workload.isSpoiled(reading) ? features.subList(1, features.size()) : features);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).putInt(1, contentId).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** For each partition the offset behind the last reading that the brokers have acknowledged. */
    long[] ends() {
        long[] now = new long[MOST_PARTITIONS];
        for (int p = 0; p < MOST_PARTITIONS; p++) {
            now[p] = ends.get(p);
        }
        return now;
    }

    /** Readings that the brokers have acknowledged. */
    long acknowledged() {
        return acknowledged.get();
    }

    boolean isDone() {
        return !thread.isAlive();
    }

    /** Sends no more, and returns when the brokers have what was sent: all of it. */
    void stop() throws InterruptedException {
        enough = true;
        thread.join();
        if (failure.get() != null || acknowledged.get() != sent) {
            throw new IllegalStateException(
                    "sent %d readings, of which the brokers have %d".formatted(sent, acknowledged.get()),
                    failure.get());
        }
    }

    @Override
    public void close() {
        enough = true;
        producer.close(Duration.ZERO);
    }
}
