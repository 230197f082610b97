package io.elmstream.topology.inference;

import io.elmstream.batch.Rejection;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.ReadingIndices;
import io.elmstream.wire.DeadLetter;
import io.elmstream.wire.Outcome;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Converts a record to a dead letter: the original key, value, headers and timestamp, and headers with the reason and
 * the origin. The headers named {@code __streams.errors.*} are those of Kafka Streams' own dead letters.
 */
final class DeadLetters {

    /** Room for the frame of the record and for the headers that mark truncation. */
    private static final int OVERHEAD = 4_096;

    /** The longest message in characters; the parts of a reading that it quotes may be of any length. */
    private static final int LONGEST_MESSAGE = 1_000;

    /** The bytes of the key that a bare dead letter keeps. */
    private static final int BARE_KEY = 1_024;

    private final OutputLimit limit;

    /**
     * Makes dead letters that fit.
     *
     * @param limit the limit of the dead letter topic and the producer
     */
    DeadLetters(OutputLimit limit) {
        this.limit = limit;
    }

    /**
     * Returns a dead letter that is never too large: the value is truncated first, then the original headers are
     * dropped, then the key is truncated. A timestamp that the topic would reject is replaced by the current time.
     *
     * @param now in epoch milliseconds
     */
    Record<byte[], Outcome> of(
            Record<byte[], byte[]> record, @Nullable RecordMetadata source, Rejection reason, String detail, long now) {
        return of(record, reasons(source, reason, detail), now);
    }

    /**
     * Returns a dead letter for some of the readings of a record.
     *
     * @param now in epoch milliseconds
     */
    Record<byte[], Outcome> of(RejectedReadings rejected, long now) {
        Headers reasons = reasons(rejected.origin(), rejected.reason(), rejected.inWords());
        OutputLimit.mark(reasons, ReadingIndices.HEADER, ReadingIndices.text(rejected.readings()));
        return of(rejected.record(), reasons, now);
    }

    private Record<byte[], Outcome> of(Record<byte[], byte[]> record, Headers reasons, long now) {
        long timestamp = limit.timestamp(record.timestamp(), now);
        if (timestamp != record.timestamp()) {
            OutputLimit.mark(reasons, OutputLimit.ORIGINAL_TIMESTAMP, Long.toString(record.timestamp()));
        }
        int room = limit.maxBytes() - OVERHEAD - (limit.maxBytes() >> 10) - OutputLimit.size(reasons);
        byte[] key = cut(record.key(), room, DeadLetterHeaders.TRUNCATED_KEY, reasons);
        room -= length(key);
        Headers headers = new RecordHeaders(record.headers());
        if (OutputLimit.size(headers) > room) {
            markLeftOut(record.headers(), reasons);
            headers = new RecordHeaders();
        }
        room -= OutputLimit.size(headers);
        byte[] value = cut(record.value(), room, DeadLetterHeaders.TRUNCATED, reasons);
        reasons.forEach(headers::add);
        return new Record<>(key, new DeadLetter(value), timestamp, headers);
    }

    /**
     * Returns a minimal dead letter: the reason, the origin, and the beginning of the key. For readings whose full dead
     * letter a broker rejects.
     *
     * @param now in epoch milliseconds
     */
    Record<byte[], Outcome> bare(
            Record<byte[], byte[]> record, @Nullable RecordMetadata source, Rejection reason, String detail, long now) {
        Headers reasons = reasons(source, reason, detail);
        OutputLimit.mark(reasons, OutputLimit.ORIGINAL_TIMESTAMP, Long.toString(record.timestamp()));
        byte[] key = cut(record.key(), BARE_KEY, DeadLetterHeaders.TRUNCATED_KEY, reasons);
        markLeftOut(record.headers(), reasons);
        byte[] value = cut(record.value(), 0, DeadLetterHeaders.TRUNCATED, reasons);
        return new Record<>(key, new DeadLetter(value), now, reasons);
    }

    private static void markLeftOut(Headers original, Headers reasons) {
        OutputLimit.mark(reasons, OutputLimit.TRUNCATED_HEADERS, Integer.toString(original.toArray().length));
    }

    private static Headers reasons(@Nullable RecordMetadata source, Rejection reason, String detail) {
        Headers reasons = new RecordHeaders();
        OutputLimit.mark(reasons, DeadLetterHeaders.REASON, reason.name());
        OutputLimit.mark(reasons, DeadLetterHeaders.EXCEPTION, Rejection.class.getName());
        OutputLimit.mark(reasons, DeadLetterHeaders.MESSAGE, cut(detail.isEmpty() ? reason.explanation() : detail));
        if (source != null) {
            OutputLimit.mark(reasons, DeadLetterHeaders.TOPIC, source.topic());
            OutputLimit.mark(reasons, DeadLetterHeaders.PARTITION, Integer.toString(source.partition()));
            OutputLimit.mark(reasons, DeadLetterHeaders.OFFSET, Long.toString(source.offset()));
        }
        return reasons;
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int room, String mark, Headers reasons) {
        if (bytes == null || bytes.length <= room) {
            return bytes;
        }
        OutputLimit.mark(reasons, mark, Integer.toString(bytes.length));
        return Arrays.copyOf(bytes, Math.max(0, room));
    }

    private static String cut(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "...";
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
