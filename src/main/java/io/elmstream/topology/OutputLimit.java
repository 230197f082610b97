package io.elmstream.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a topic for one record. Every output is made to {@linkplain #fit fit} first: a record rejected by the
 * producer or the broker would abort its whole transaction, and the retry would fail again.
 *
 * @param maxBytes the size of the largest record, as computed by {@link #size}, that both the producer and the broker
 *     accept
 * @param past how far its timestamp may lie before now; the broker may check it later than we do
 * @param future how far its timestamp may lie after now
 */
public record OutputLimit(int maxBytes, Duration past, Duration future) {

    /**
     * The smallest limit that a topic may have: it fits our own headers, a key with the longest sensor id, and the
     * output of a small model.
     */
    public static final int LEAST_BYTES = 16_384;

    /** The original timestamp, in epoch milliseconds, of a record whose timestamp the topic would have rejected. */
    public static final String ORIGINAL_TIMESTAMP = "elmstream.timestamp";
    /** The number of the reading's headers, all of which were dropped. */
    public static final String TRUNCATED_HEADERS = "elmstream.truncated.headers";

    /**
     * The overhead of a batch with one record: its frame, 61 bytes, that of the record, 21, and the lengths of key,
     * value and headers.
     */
    private static final int FRAME = 100;
    /** The overhead of a header: the lengths of key and value. */
    private static final int HEADER_FRAME = 10;
    /** The bytes that our own marks may add to a record whose headers were dropped. */
    public static final int MARKS = 200;

    /** The bytes that our own headers, including a signature, may add to a record without other headers. */
    private static final int OWN_HEADERS = 1_024;

    public static final Headers NO_HEADERS = new RecordHeaders();

    /** Longer than any clock runs. */
    private static final Duration EVER = Duration.ofMillis(Long.MAX_VALUE / 4);
    /**
     * An allowance for clock differences between this machine and the brokers, and for the time that a record waits to
     * be sent.
     */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** Returns the producer's {@code max.request.size} for a record of the given size and the producer's overhead. */
    public static int requestBytes(int recordBytes) {
        return Math.max(1_048_576, recordBytes + 16_384);
    }

    /** Returns a limit on size alone. */
    public static OutputLimit ofBytes(int maxBytes) {
        return new OutputLimit(maxBytes, EVER, EVER);
    }

    /**
     * Returns the limit of a topic.
     *
     * @param requestBytes the producer's {@code max.request.size}
     * @param messageBytes the topic's {@code max.message.bytes}; the broker applies it after compression
     * @param before the topic's {@code message.timestamp.before.max.ms}; {@code Long.MAX_VALUE} where the broker sets
     *     the timestamp
     * @param after the topic's {@code message.timestamp.after.max.ms}; likewise
     */
    public static OutputLimit of(int requestBytes, int messageBytes, long before, long after) {
        // incompressible data grows by the frames of the compression, a few bytes for each block of some kilobytes
        int compressed = messageBytes - (messageBytes >> 10) - 512;
        return new OutputLimit(Math.min(requestBytes, compressed), bound(before), bound(after));
    }

    private static Duration bound(long millis) {
        if (millis >= EVER.toMillis()) {
            return EVER;
        }
        Duration bound = Duration.ofMillis(Math.max(0, millis));
        return bound.dividedBy(2).compareTo(MARGIN) > 0 ? bound.minus(MARGIN) : bound.dividedBy(2);
    }

    /** Returns a copy with an upper bound on how far timestamps may lie in the future. */
    OutputLimit withFuture(Duration atMost) {
        return future.compareTo(atMost) <= 0 ? this : new OutputLimit(maxBytes, past, atMost);
    }

    /** Returns a copy with an upper bound on the record size. */
    public OutputLimit withBytes(int atMost) {
        return new OutputLimit(Math.min(maxBytes, atMost), past, future);
    }

    /** Returns the number of bytes left for a value, after its key and any headers of ours. */
    public int room(byte[] key) {
        return maxBytes - size(key, 0, NO_HEADERS) - OWN_HEADERS;
    }

    /** Returns whether the topic accepts a record unchanged. */
    public boolean takes(Record<byte[], ?> record, int valueBytes, long now) {
        return size(record.key(), valueBytes, record.headers()) <= maxBytes && takes(record.timestamp(), now);
    }

    private boolean takes(long timestamp, long now) {
        return timestamp >= now - past.toMillis() && timestamp <= now + future.toMillis();
    }

    /** Returns the given timestamp, or the current time if the topic would reject it. */
    public long timestamp(long wanted, long now) {
        return takes(wanted, now) ? wanted : now;
    }

    /**
     * Returns a record that the topic accepts: without its headers if these make it too large, and with the current
     * time if its timestamp is out of the topic's range. Headers mark what was changed. Key, value and our own headers
     * stay, so the result may still be {@linkplain #takes too large}.
     *
     * @param own headers that describe the value, and are added to those of the record
     * @param valueBytes the length of the serialized value
     * @param now in epoch milliseconds
     */
    public <V> Record<byte[], V> fit(Record<byte[], V> record, List<Header> own, int valueBytes, long now) {
        Headers headers = record.headers();
        if (!own.isEmpty()) {
            headers = new RecordHeaders(headers);
            own.forEach(headers::add);
        }
        Record<byte[], V> whole = own.isEmpty() ? record : record.withHeaders(headers);
        if (takes(whole, valueBytes, now)) {
            return whole;
        }
        headers = new RecordHeaders(headers);
        long timestamp = timestamp(record.timestamp(), now);
        if (size(record.key(), valueBytes, headers) > maxBytes - MARKS) {
            int left = headers.toArray().length - own.size();
            headers = new RecordHeaders(own);
            mark(headers, TRUNCATED_HEADERS, Integer.toString(left));
        }
        if (timestamp != record.timestamp()) {
            mark(headers, ORIGINAL_TIMESTAMP, Long.toString(record.timestamp()));
        }
        return record.withHeaders(headers).withTimestamp(timestamp);
    }

    /**
     * Returns the largest size of a record in a batch of its own without compression; never less than the producer's
     * own estimate.
     */
    public static int size(byte @Nullable [] key, int valueBytes, Iterable<Header> headers) {
        return saturated((long) FRAME + length(key) + valueBytes + size(headers));
    }

    public static int size(Iterable<Header> headers) {
        long size = 0;
        for (Header header : headers) {
            size += HEADER_FRAME + Utils.utf8Length(header.key()) + length(header.value());
        }
        return saturated(size);
    }

    private static int saturated(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Adds one of our headers. */
    public static void mark(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
