package io.elmstream.cli.demo;

import io.elmstream.alert.Position;
import io.elmstream.cli.stream.Pace;
import io.elmstream.tables.Sample;
import io.elmstream.tables.Table;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends the test rows of the Shuttle sample as readings of several sensors, at a constant rate, and reports each to the
 * audit.
 */
final class DemoFeed {

    static final int SENSORS = 24;

    private record Row(float[] features, String label) {}

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final RecordEncoder<SensorReading> encoder;
    private final OutcomeAudit audit;
    private final Pace pace;
    private final List<Row> rows = new ArrayList<>();
    private volatile long sent;

    DemoFeed(
            Producer<byte[], byte[]> producer,
            String topic,
            RecordEncoder<SensorReading> encoder,
            OutcomeAudit audit,
            Pace pace) {
        this.producer = producer;
        this.topic = topic;
        this.encoder = encoder;
        this.audit = audit;
        this.pace = pace;
        Table table = Sample.SHUTTLE.table();
        String label = Sample.SHUTTLE.labelColumn();
        table.rows(table.columnsWithout(label), Optional.of(label), Sample.SHUTTLE.testRows())
                .forEach(row -> rows.add(new Row(row.features().clone(), row.label(label))));
    }

    /** Returns the number of readings sent so far, corrupt ones included. */
    long sent() {
        return sent;
    }

    /** Sends a number of readings, continuing in the rows where the previous call stopped. */
    void send(long count) {
        long start = System.nanoTime();
        for (long i = 0; i < count; i++) {
            pace.await(start, i, () -> false);
            Row row = rows.get((int) (sent % rows.size()));
            String sensor = sensor(sent);
            Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
            SensorReading reading = new SensorReading(
                    sensor, DemoModels.ID.value(), now, row.label(), ReadingRecords.features(row.features()));
            send(sensor.getBytes(StandardCharsets.UTF_8), encoder.encode(reading), Optional.of(row.label()));
        }
        producer.flush();
    }

    /** Sends one reading with these bytes. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others read
    void send(byte @Nullable [] key, byte @Nullable [] value, Optional<String> actual) {
        producer.send(new ProducerRecord<>(topic, key, value), (metadata, failure) -> {
            if (failure == null) {
                audit.sent(new Position(metadata.topic(), metadata.partition(), metadata.offset()), actual);
            }
        });
        sent++;
    }

    static String sensor(long number) {
        return "radiator-%02d".formatted(number % SENSORS + 1);
    }
}
