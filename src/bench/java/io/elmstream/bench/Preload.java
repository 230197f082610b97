package io.elmstream.bench;

import io.elmstream.client.KafkaClients;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Fills the readings topic before anything is measured. The same few thousand readings repeat. */
final class Preload {

    private static final int DISTINCT = 4_096;
    private static final int SENSORS = 1_000;

    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();

    /** With one event time for all readings, long ago. */
    Preload(int features, int contentId) {
        this(features, contentId, Optional.of(Instant.ofEpochMilli(1_700_000_000_000L)));
    }

    /**
     * @param contentId of the schema of a reading
     * @param eventTime of all readings; empty means when they are sent
     */
    Preload(int features, int contentId, Optional<Instant> eventTime) {
        RecordEncoder<SensorReading> encoder = new RecordEncoder<>(contentId);
        for (int i = 0; i < DISTINCT; i++) {
            String sensor = "sensor-" + i % SENSORS;
            List<Float> row = new ArrayList<>();
            for (float value : BenchModel.row(i, features)) {
                row.add(value);
            }
            keys.add(sensor.getBytes(StandardCharsets.UTF_8));
            values.add(encoder.encode(new SensorReading(sensor, null, eventTime.orElse(null), null, row)));
        }
    }

    byte[] key(long number) {
        return keys.get((int) (number % DISTINCT));
    }

    byte[] value(long number) {
        return values.get((int) (number % DISTINCT));
    }

    /** Bytes of one reading's value. */
    int bytes() {
        return values.get(0).length;
    }

    void fill(Map<String, Object> clients, String topic, long readings) {
        Map<String, Object> filling = Map.of("linger.ms", 20, "batch.size", 256 * 1024, "buffer.memory", 64L << 20);
        try (Producer<byte[], byte[]> producer = new KafkaClients(clients).producer(filling)) {
            for (long i = 0; i < readings; i++) {
                producer.send(new ProducerRecord<>(topic, key(i), value(i)));
            }
        }
    }
}
