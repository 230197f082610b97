package io.elmstream.topology;

import io.elmstream.alert.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of a dead letter. Producers may give their readings headers of any name, including ours. An instance
 * appends its headers after those of the reading and starts with the reason, so only the headers from the last reason
 * on are ours.
 *
 * @param reason the name of a {@link io.elmstream.batch.Rejection}
 * @param message the reason in words
 * @param topic the topic of the reading
 * @param partition the partition of the reading
 * @param offset the offset of the reading
 */
public record DeadLetterHeaders(String reason, String message, String topic, int partition, long offset) {

    /** The name of the {@link io.elmstream.batch.Rejection}. */
    public static final String REASON = "elmstream.reason";
    /** The original length of a truncated value, in bytes. */
    public static final String TRUNCATED = "elmstream.truncated";
    /** The original length of a truncated key, in bytes. */
    public static final String TRUNCATED_KEY = "elmstream.truncated.key";

    public static final String EXCEPTION = "__streams.errors.exception";
    public static final String MESSAGE = "__streams.errors.message";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";

    /** The prefix of our own headers. */
    public static final String OURS = "elmstream.";

    /**
     * Reads the headers of a dead letter.
     *
     * @throws IllegalArgumentException if a header is missing, so that the record is not a dead letter of Elmstream
     */
    public static DeadLetterHeaders of(Headers headers) {
        return new DeadLetterHeaders(
                text(headers, REASON),
                text(headers, MESSAGE),
                text(headers, TOPIC),
                Integer.parseInt(text(headers, PARTITION)),
                Long.parseLong(text(headers, OFFSET)));
    }

    /** Returns the position of the reading in its topic. */
    public Position position() {
        return new Position(topic, partition, offset);
    }

    /** Returns whether the value or the key was truncated because it was too large for the topic. */
    public static boolean isTruncated(Headers headers) {
        return added(headers, TRUNCATED).isPresent()
                || added(headers, TRUNCATED_KEY).isPresent();
    }

    /**
     * Returns the timestamp of the reading in epoch milliseconds. The dead letter has the same timestamp unless its
     * topic would have rejected it.
     *
     * @param timestamp of the dead letter
     */
    public static long timestamp(Headers headers, long timestamp) {
        try {
            return added(headers, OutputLimit.ORIGINAL_TIMESTAMP)
                    .map(original -> Math.max(0, Long.parseLong(original)))
                    .orElse(timestamp);
        } catch (NumberFormatException notOurs) {
            return timestamp;
        }
    }

    /** Returns the headers that the reading arrived with, and those that others, such as a tracer, added after ours. */
    public static List<Header> original(Headers headers) {
        Header[] all = headers.toArray();
        int reason = lastReason(all);
        return IntStream.range(0, all.length)
                .filter(i -> i < reason || !isOurs(all[i].key()))
                .mapToObj(i -> all[i])
                .toList();
    }

    /**
     * Returns the headers to replay the reading with: the original ones, and the readings of its record that the dead
     * letter is for.
     */
    public static List<Header> toReplay(Headers headers) {
        Optional<Header> readings = addedHeader(headers.toArray(), ReadingIndices.HEADER);
        Stream<Header> original = original(headers).stream()
                .filter(each -> readings.isEmpty() || !each.key().equals(ReadingIndices.HEADER));
        return Stream.concat(original, readings.stream()).toList();
    }

    private static boolean isOurs(String name) {
        return name.startsWith(OURS) || name.startsWith("__streams.errors.");
    }

    /** Returns the index of the last reason, or the number of headers if there is none, because then none is ours. */
    private static int lastReason(Header[] all) {
        for (int i = all.length - 1; i >= 0; i--) {
            if (all[i].key().equals(REASON)) {
                return i;
            }
        }
        return all.length;
    }

    private static Optional<String> added(Headers headers, String name) {
        Header[] all = headers.toArray();
        return addedHeader(all, name).map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    private static Optional<Header> addedHeader(Header[] all, String name) {
        return Arrays.stream(all, lastReason(all), all.length)
                .filter(header -> header.key().equals(name) && header.value() != null)
                .reduce((earlier, later) -> later);
    }

    private static String text(Headers headers, String name) {
        return added(headers, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the record has no header " + name + ": it is not a dead letter of Elmstream"));
    }
}
