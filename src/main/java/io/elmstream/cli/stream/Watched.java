package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.RecordFields;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic that can be watched.
 *
 * @param topic its name
 * @param wanted which of its records are shown, by their keys
 * @param reading shows a record as its fields by name
 */
record Watched(Function<Topics, String> topic, Predicate<String> wanted, Reading reading) {

    /** What can be watched, for people. */
    static final String ALL = "predictions, shadow-predictions, alerts, dead-letters, status, instances or comparisons";

    /** Shows a record. */
    @FunctionalInterface
    interface Reading {
        Map<String, Object> of(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException;
    }

    /** @throws CommandFailure if there is no such thing to watch */
    static Watched parse(String what) {
        return switch (what) {
            case "predictions" -> new Watched(Topics::predictions, any -> true, Watched::prediction);
            case "shadow-predictions" -> new Watched(Topics::shadowPredictions, any -> true, Watched::prediction);
            case "alerts" ->
                new Watched(
                        Topics::alerts,
                        any -> true,
                        r -> RecordFields.of(
                                RecordReader.of(Alert.getClassSchema()).read(r.value())));
            case "dead-letters" -> new Watched(Topics::deadLetters, any -> true, Watched::deadLetter);
            case "status" ->
                new Watched(
                        Topics::modelStatus,
                        ReportRecords::isAnswer,
                        r -> RecordFields.of(ControlCodec.statuses().decode(r.value())));
            case "instances" ->
                new Watched(
                        Topics::modelStatus,
                        ReportRecords::isReport,
                        r -> RecordFields.of(ControlCodec.reports().decode(r.value())));
            case "comparisons" ->
                new Watched(
                        Topics::modelStatus,
                        ReportRecords::isComparison,
                        r -> RecordFields.of(ControlCodec.comparisons().decode(r.value())));
            default -> throw new CommandFailure("BAD_VALUE", "WHAT must be " + ALL + ", but is '" + what + "'", "WHAT");
        };
    }

    boolean shows(ConsumerRecord<byte[], byte[]> record) {
        return wanted.test(record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8));
    }

    /**
     * The fields of a record, whoever wrote it.
     *
     * @throws UnreadableRecordException if it makes no sense; others may follow that do
     */
    Map<String, Object> read(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
        try {
            return reading.of(record);
        } catch (RuntimeException e) {
            throw new UnreadableRecordException(record.value() == null ? "it has no value" : Diagnosis.innermost(e), e);
        }
    }

    private static Map<String, Object> prediction(ConsumerRecord<byte[], byte[]> record)
            throws UnreadableRecordException {
        return RecordFields.of(RecordReader.ofPredictions().read(record.value()));
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
