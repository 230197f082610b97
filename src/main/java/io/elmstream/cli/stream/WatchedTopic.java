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
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic that can be watched.
 *
 * @param topic returns its name
 * @param wanted selects the records to show by their keys
 * @param reading converts a record to its fields by name
 * @param line converts the fields to the line that people see
 */
record WatchedTopic(
        Function<Topics, String> topic,
        Predicate<String> wanted,
        Reading reading,
        Function<Map<String, Object>, String> line) {

    /** The names of all topics that can be watched, for messages. */
    static final String ALL =
            "predictions, shadow-predictions, alerts, dead-letters, status, instances, comparisons or learners";

    /** Converts a record to its fields. */
    @FunctionalInterface
    interface Reading {
        Map<String, Object> of(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException;
    }

    /** @throws CommandFailure if there is no topic of that name */
    static WatchedTopic parse(String what) {
        return switch (what) {
            case "predictions" -> predictions(Topics::predictions);
            case "shadow-predictions" -> predictions(Topics::shadowPredictions);
            case "alerts" ->
                new WatchedTopic(Topics::alerts, any -> true, fields(RecordReader.ofAlerts()), WatchedLine::ofAlert);
            case "dead-letters" ->
                new WatchedTopic(Topics::deadLetters, any -> true, WatchedTopic::deadLetter, WatchedLine::ofFields);
            case "status" ->
                status(
                        ReportRecords::isAnswer,
                        r -> RecordFields.of(ControlCodec.statuses().decode(r.value())));
            case "instances" ->
                status(
                        ReportRecords::isReport,
                        r -> RecordFields.of(ControlCodec.reports().decode(r.value())));
            case "comparisons" ->
                status(
                        ReportRecords::isComparison,
                        r -> RecordFields.of(ControlCodec.comparisons().decode(r.value())));
            case "learners" ->
                status(
                        ReportRecords::isLearner,
                        r -> RecordFields.of(ControlCodec.learners().decode(r.value())));
            default -> throw new CommandFailure("BAD_VALUE", "WHAT must be " + ALL + ", but is '" + what + "'", "WHAT");
        };
    }

    private static WatchedTopic predictions(Function<Topics, String> topic) {
        return new WatchedTopic(topic, any -> true, fields(RecordReader.ofPredictions()), WatchedLine::ofPrediction);
    }

    private static WatchedTopic status(Predicate<String> wanted, Reading reading) {
        return new WatchedTopic(Topics::modelStatus, wanted, reading, WatchedLine::ofFields);
    }

    boolean shows(ConsumerRecord<byte[], byte[]> record) {
        return wanted.test(record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8));
    }

    /**
     * Returns the fields of a record, whoever wrote it.
     *
     * @throws UnreadableRecordException if the record is invalid; later records may be valid
     */
    Map<String, Object> read(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
        try {
            return reading.of(record);
        } catch (RuntimeException e) {
            throw new UnreadableRecordException(record.value() == null ? "it has no value" : Diagnosis.innermost(e), e);
        }
    }

    private static Reading fields(RecordReader<?> reader) {
        return record -> RecordFields.of(reader.read(record.value()));
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
