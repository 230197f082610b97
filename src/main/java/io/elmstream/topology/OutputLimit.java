package io.elmstream.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What a topic takes of one record. Whatever leaves for the topic is made to {@linkplain #fit fit} first: a record that
 * the producer or the broker refused would cost its whole transaction, and come again after it.
 *
 * @param maxBytes the largest record, as {@link #size} counts, that neither the producer nor the broker refuses
 * @param past how far before now its timestamp may lie; the broker may come to see it later than we do
 * @param future how far after now its timestamp may lie
 */
public record OutputLimit(int maxBytes, Duration past, Duration future) {

    /**
     * The least that a topic must take: our own headers, a key of the longest sensor id, and what a small model says.
     */
    public static final int LEAST_BYTES = 16_384;

    /** The original timestamp, in milliseconds since 1970, of a record that the topic would not have taken with it. */
    public static final String ORIGINAL_TIMESTAMP = "elmstream.timestamp";
    /** The number of original headers, all of which were left out. */
    public static final String TRUNCATED_HEADERS = "elmstream.truncated.headers";

    /** Of a batch with one record: its frame, 61 bytes, the record's, 21, and the lengths of key, value and headers. */
    private static final int FRAME = 100;
    /** Of a header: the lengths of key and value. */
    private static final int HEADER_FRAME = 10;
    /** What our own marks may add to a record whose headers are left out. */
    public static final int MARKS = 200;

    /** What our own headers may take of a record that has no others, a signature among them. */
    private static final int OWN_HEADERS = 1_024;

    public static final Headers NO_HEADERS = new RecordHeaders();

    /** Longer than any clock runs. */
    private static final Duration EVER = Duration.ofMillis(Long.MAX_VALUE / 4);
    /** What the clocks of this machine and of the brokers may differ, and what a record may wait to be sent. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /**
     * The producer's {@code max.request.size}: room for a record of so many bytes and what the producer puts around it.
     */
    public static int requestBytes(int recordBytes) {
        return Math.max(1_048_576, recordBytes + 16_384);
    }

    /** A bound on the bytes alone. */
    public static OutputLimit ofBytes(int maxBytes) {
        return new OutputLimit(maxBytes, EVER, EVER);
    }

    /**
     * The limit of a topic.
     *
     * @param requestBytes the producer's {@code max.request.size}
     * @param messageBytes the topic's {@code max.message.bytes}; the broker applies it to what compression made of the
     *     record
     * @param before the topic's {@code message.timestamp.before.max.ms}; as large as it gets where the broker sets the
     *     timestamp
     * @param after the topic's {@code message.timestamp.after.max.ms}; likewise
     */
    public static OutputLimit of(int requestBytes, int messageBytes, long before, long after) {
        // what cannot be compressed grows by the compression's own frames, a few bytes for each block of some kilobytes
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

    /** The same with no later timestamps than that. */
    OutputLimit withFuture(Duration atMost) {
        return future.compareTo(atMost) <= 0 ? this : new OutputLimit(maxBytes, past, atMost);
    }

    /** The same with no larger records than that. */
    public OutputLimit withBytes(int atMost) {
        return new OutputLimit(Math.min(maxBytes, atMost), past, future);
    }

    /** How many bytes of a value there is room for, beside its key and whatever headers of ours. */
    public int room(byte[] key) {
        return maxBytes - size(key, 0, NO_HEADERS) - OWN_HEADERS;
    }

    /** Whether a record may go as it is. */
    public boolean takes(Record<byte[], ?> record, int valueBytes, long now) {
        return size(record.key(), valueBytes, record.headers()) <= maxBytes && takes(record.timestamp(), now);
    }

    private boolean takes(long timestamp, long now) {
        return timestamp >= now - past.toMillis() && timestamp <= now + future.toMillis();
    }

    /** The timestamp, or now where the topic does not take it. */
    public long timestamp(long wanted, long now) {
        return takes(wanted, now) ? wanted : now;
    }

    /**
     * A record that the topic takes: without headers where these make it too large, with the time of now where its
     * timestamp is out of the topic's range. What was changed is marked. Key and value stay, so that it may still be
     * {@linkplain #takes too large}.
     *
     * @param valueBytes the length of the serialized value
     * @param now in epoch milliseconds
     */
    public <V> Record<byte[], V> fit(Record<byte[], V> record, int valueBytes, long now) {
        if (takes(record, valueBytes, now)) {
            return record;
        }
        Headers headers = new RecordHeaders(record.headers());
        long timestamp = timestamp(record.timestamp(), now);
        if (size(record.key(), valueBytes, headers) > maxBytes - MARKS) {
            int left = headers.toArray().length;
            headers = new RecordHeaders();
            mark(headers, TRUNCATED_HEADERS, Integer.toString(left));
        }
        if (timestamp != record.timestamp()) {
            mark(headers, ORIGINAL_TIMESTAMP, Long.toString(record.timestamp()));
        }
        return record.withHeaders(headers).withTimestamp(timestamp);
    }

    /**
     * The most that a record can take in a batch of its own without compression; never less than the producer reckons
     * with.
     */
    public static int size(byte @Nullable [] key, int valueBytes, Headers headers) {
        return saturated((long) FRAME + length(key) + valueBytes + size(headers));
    }

    public static int size(Headers headers) {
        long size = 0;
        for (Iterator<Header> all = headers.iterator(); all.hasNext(); ) {
            Header header = all.next();
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

    /** Adds a header of ours. */
    public static void mark(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
