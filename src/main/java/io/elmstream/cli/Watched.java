package io.elmstream.cli;

import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A topic that can be watched, and how its records are shown: as their fields by name. */
enum Watched {
    PREDICTIONS(Prediction.getClassSchema()) {
        @Override
        String topic(Topics topics) {
            return topics.predictions();
        }
    },
    ALERTS(Alert.getClassSchema()) {
        @Override
        String topic(Topics topics) {
            return topics.alerts();
        }
    },
    STATUS(ModelStatus.getClassSchema()) {
        @Override
        String topic(Topics topics) {
            return topics.modelStatus();
        }
    },
    DEAD_LETTERS(Schema.create(Schema.Type.NULL)) {
        @Override
        String topic(Topics topics) {
            return topics.deadLetters();
        }

        @Override
        Map<String, Object> read(ConsumerRecord<byte[], byte[]> record) {
            DeadLetterHeaders headers = DeadLetterHeaders.of(record.headers());
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("reason", headers.reason());
            fields.put("message", headers.message());
            fields.put("key", record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8));
            fields.put("valueBytes", record.value() == null ? null : record.value().length);
            fields.put("sourceTopic", headers.topic());
            fields.put("sourcePartition", headers.partition());
            fields.put("sourceOffset", headers.offset());
            return fields;
        }
    };

    private final Schema schema;

    Watched(Schema schema) {
        this.schema = schema;
    }

    abstract String topic(Topics topics);

    Map<String, Object> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return fields(RecordReader.of(schema).read(record.value()));
        } catch (UnreadableRecordException e) {
            throw new CommandFailure(
                    "UNREADABLE",
                    "the record at offset " + record.offset() + " of " + record.topic() + "-" + record.partition()
                            + " cannot be read by this release: " + e.getMessage());
        }
    }

    static Watched parse(String name) {
        return Arrays.stream(values())
                .filter(watched -> watched.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name))
                .findAny()
                .orElseThrow(() -> new CommandFailure(
                        "BAD_VALUE", "WHAT must be predictions, alerts, dead-letters or status, but is '" + name + "'", "WHAT"));
    }

    private static Map<String, Object> fields(SpecificRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            fields.put(field.name(), value instanceof Instant || value instanceof Enum<?> ? value.toString() : value);
        }
        return fields;
    }
}
