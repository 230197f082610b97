package io.elmstream.cli;

import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.RecordFields;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic that can be watched.
 *
 * @param topic its name
 * @param reading shows a record as its fields by name
 */
record Watched(Function<Topics, String> topic, Reading reading) {

    /** Shows a record. */
    @FunctionalInterface
    interface Reading {
        Map<String, Object> of(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException;
    }

    /** @throws CommandFailure if there is no such thing to watch */
    static Watched parse(String what) {
        return switch (what) {
            case "predictions" -> new Watched(
                    Topics::predictions, r -> RecordFields.of(RecordReader.of(Prediction.getClassSchema()).read(r.value())));
            case "alerts" -> new Watched(
                    Topics::alerts, r -> RecordFields.of(RecordReader.of(Alert.getClassSchema()).read(r.value())));
            case "shadow-predictions" -> new Watched(
                    Topics::shadowPredictions, r -> RecordFields.of(RecordReader.of(Prediction.getClassSchema()).read(r.value())));
            case "status" -> new Watched(Topics::modelStatus, Watched::status);
            case "dead-letters" -> new Watched(Topics::deadLetters, Watched::deadLetter);
            default -> throw new CommandFailure(
                    "BAD_VALUE", "WHAT must be predictions, shadow-predictions, alerts, dead-letters or status, but is '" + what + "'", "WHAT");
        };
    }

    Map<String, Object> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return reading.of(record);
        } catch (UnreadableRecordException e) {
            throw new CommandFailure(
                    "UNREADABLE",
                    "the record at offset " + record.offset() + " of " + record.topic() + "-" + record.partition()
                            + " cannot be read by this release: " + e.getMessage());
        }
    }

    private static Map<String, Object> status(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (ReportRecords.isReport(key)) {
            return RecordFields.of(ControlCodec.reports().decode(record.value()));
        }
        return RecordFields.of(ReportRecords.isComparison(key)
                ? ControlCodec.comparisons().decode(record.value())
                : ControlCodec.statuses().decode(record.value()));
    }

    private static Map<String, Object> deadLetter(ConsumerRecord<byte[], byte[]> record) {
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
}
