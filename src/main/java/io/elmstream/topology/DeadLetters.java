package io.elmstream.topology;

import io.elmstream.batch.Rejection;
import io.elmstream.wire.DeadLetter;
import io.elmstream.wire.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Makes a dead letter of a record: its key, value, headers and timestamp as they came, and headers that say why and whence. The
 * headers named {@code __streams.errors.*} are those of Kafka Streams' own dead letters.
 */
final class DeadLetters {

    static final String REASON = "elmstream.reason";
    static final String TRUNCATED = "elmstream.truncated";
    static final String EXCEPTION = "__streams.errors.exception";
    static final String MESSAGE = "__streams.errors.message";
    static final String TOPIC = "__streams.errors.topic";
    static final String PARTITION = "__streams.errors.partition";
    static final String OFFSET = "__streams.errors.offset";

    /** Room for our own headers and the record's frame. */
    private static final int OVERHEAD = 4_096;

    private final int maxBytes;

    /** @param maxBytes the largest record that the dead letter topic and the producer take */
    DeadLetters(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    Record<byte[], Outcome> of(
            Record<byte[], byte[]> record, @Nullable RecordMetadata source, Rejection reason, String detail) {
        byte[] value = record.value();
        Headers headers = headers(new RecordHeaders(record.headers()), source, reason, detail);
        int room = room(record, headers);
        if (room < 0) {
            // the headers alone are too much for the topic: ours say enough to find the reading where it came from
            headers = headers(new RecordHeaders(), source, reason, detail);
            room = room(record, headers);
        }
        if (value != null && value.length > room) {
            put(headers, TRUNCATED, Integer.toString(value.length));
            value = Arrays.copyOf(value, Math.max(0, room));
        }
        return new Record<>(record.key(), new DeadLetter(value), record.timestamp(), headers);
    }

    private static Headers headers(
            Headers headers, @Nullable RecordMetadata source, Rejection reason, String detail) {
        put(headers, REASON, reason.name());
        put(headers, EXCEPTION, Rejection.class.getName());
        put(headers, MESSAGE, detail.isEmpty() ? reason.explanation() : detail);
        if (source != null) {
            put(headers, TOPIC, source.topic());
            put(headers, PARTITION, Integer.toString(source.partition()));
            put(headers, OFFSET, Long.toString(source.offset()));
        }
        return headers;
    }

    private int room(Record<byte[], byte[]> record, Headers headers) {
        return maxBytes - OVERHEAD - size(headers) - (record.key() == null ? 0 : record.key().length);
    }

    private static int size(Headers headers) {
        int size = 0;
        for (var header : headers) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length) + 10;
        }
        return size;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
