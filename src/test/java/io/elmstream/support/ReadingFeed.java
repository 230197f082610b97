package io.elmstream.support;

import io.elmstream.alert.Position;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends readings of several sensors at a steady rate and tells an audit of each that the broker has. */
public final class ReadingFeed implements AutoCloseable {

    private static final int SENSORS = 100;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final RecordEncoder<SensorReading> encoder;
    private final OutcomeAudit audit;
    private final List<Float> features;
    private long sent;

    /**
     * @param contentId of the schema of a reading
     * @param features of every reading
     */
    public ReadingFeed(String bootstrapServers, String topic, int contentId, List<Float> features, OutcomeAudit audit) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "linger.ms", 5,
                        "delivery.timeout.ms", 300_000,
                        "max.block.ms", 300_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.topic = topic;
        this.encoder = new RecordEncoder<>(contentId);
        this.features = features;
        this.audit = audit;
    }

    /** Sends {@code count} readings, {@code perSecond} of them a second, and returns when the broker has them. */
    public void send(long count, double perSecond) {
        long end = sent + count;
        send(() -> sent >= end, perSecond);
    }

    /** Sends {@code perSecond} readings a second until it is enough, and returns when the broker has them. */
    public void send(BooleanSupplier enough, double perSecond) {
        long start = System.nanoTime();
        for (long i = 0; !enough.getAsBoolean(); i++) {
            long due = start + (long) (i / perSecond * 1e9);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            send("sensor-" + sent++ % SENSORS);
        }
        producer.flush();
    }

    private void send(String sensor) {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        send(sensor.getBytes(StandardCharsets.UTF_8), encode(new SensorReading(sensor, null, now, null, features)));
    }

    /** The bytes of a reading in the registry's wire format. */
    public byte[] encode(SensorReading reading) {
        return encoder.encode(reading);
    }

    /** Sends whatever it is to the readings topic; the audit expects one outcome of it, as of a good one. */
    public void send(byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
        producer.send(new ProducerRecord<>(topic, null, key, value, List.of(headers)), (metadata, failure) -> {
            if (failure == null) {
                audit.sent(new Position(metadata.topic(), metadata.partition(), metadata.offset()), Optional.empty());
            }
        });
    }

    /** Returns when the broker has everything. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
