package io.elmstream.bench;

import io.elmstream.client.KafkaClients;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Fills the readings topic before anything is measured. The same few thousand readings repeat. */
final class Preload {

    static final int DISTINCT = 4_096;

    private final List<byte[]> keys;
    private final List<byte[]> values;

    private Preload(List<byte[]> keys, List<byte[]> values) {
        this.keys = keys;
        this.values = values;
    }

    /** With one event time for all readings, long ago. */
    Preload(int features, int contentId) {
        this(features, contentId, Optional.of(Instant.ofEpochMilli(1_700_000_000_000L)));
    }

    /**
     * @param contentId of the schema of a reading
     * @param eventTime of all readings; empty means when they are sent
     */
    Preload(int features, int contentId, Optional<Instant> eventTime) {
        this(new ArrayList<>(), new ArrayList<>());
        RecordEncoder<SensorReading> encoder = new RecordEncoder<>(contentId);
        for (int i = 0; i < DISTINCT; i++) {
            BenchReading reading = BenchReading.of(i, features);
            keys.add(reading.sensor().getBytes(StandardCharsets.UTF_8));
            values.add(encoder.encode(new SensorReading(
                    reading.sensor(), null, eventTime.orElse(null), null, ReadingRecords.features(reading.values()))));
        }
    }

    /** Records of any form, with several readings in each. */
    static Preload of(RecordWriter writer, int features, int readingsInRecord) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i + readingsInRecord <= DISTINCT; i += readingsInRecord) {
            List<BenchReading> readings = IntStream.range(i, i + readingsInRecord)
                    .mapToObj(number -> BenchReading.of(number, features))
                    .toList();
            keys.add(readings.get(0).sensor().getBytes(StandardCharsets.UTF_8));
            values.add(writer.write(readings));
        }
        return new Preload(keys, values);
    }

    byte[] key(long number) {
        return keys.get((int) (number % keys.size()));
    }

    byte[] value(long number) {
        return values.get((int) (number % keys.size()));
    }

    /** Bytes of one record's value. */
    int bytes() {
        return values.get(0).length;
    }

    void fill(Map<String, Object> clients, String topic, long records) {
        Map<String, Object> filling = Map.of("linger.ms", 20, "batch.size", 256 * 1024, "buffer.memory", 64L << 20);
        try (Producer<byte[], byte[]> producer = new KafkaClients(clients).producer(filling)) {
            for (long i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, key(i), value(i)));
            }
        }
    }
}
