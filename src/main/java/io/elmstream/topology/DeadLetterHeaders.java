package io.elmstream.topology;

import io.elmstream.alert.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a dead letter's headers say. Senders may give their readings headers of any name, ours too. What an instance
 * added stands behind all that a reading brought, and begins with the reason, so only what stands there counts.
 *
 * @param reason a {@link io.elmstream.batch.Rejection}'s name
 * @param message the reason in words
 * @param topic where the reading came from
 * @param partition where the reading came from
 * @param offset where the reading came from
 */
public record DeadLetterHeaders(String reason, String message, String topic, int partition, long offset) {

    /** Why: the {@link io.elmstream.batch.Rejection}'s name. */
    public static final String REASON = "elmstream.reason";
    /** The original length of a value that was cut. */
    public static final String TRUNCATED = "elmstream.truncated";
    /** The original length of a key that was cut. */
    public static final String TRUNCATED_KEY = "elmstream.truncated.key";

    public static final String EXCEPTION = "__streams.errors.exception";
    public static final String MESSAGE = "__streams.errors.message";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";

    /** What the names of our own headers begin with. */
    public static final String OURS = "elmstream.";

    /** @throws IllegalArgumentException if a header is missing: the record is no dead letter of ours */
    public static DeadLetterHeaders of(Headers headers) {
        return new DeadLetterHeaders(
                text(headers, REASON),
                text(headers, MESSAGE),
                text(headers, TOPIC),
                Integer.parseInt(text(headers, PARTITION)),
                Long.parseLong(text(headers, OFFSET)));
    }

    /** Where the reading stands. */
    public Position position() {
        return new Position(topic, partition, offset);
    }

    /** Whether the value or the key was too large for the topic and was cut, so that the reading is not whole here. */
    public static boolean isTruncated(Headers headers) {
        return added(headers, TRUNCATED).isPresent()
                || added(headers, TRUNCATED_KEY).isPresent();
    }

    /**
     * The timestamp of the reading in epoch milliseconds, which the dead letter has too, unless its topic did not take
     * it.
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

    /** The headers that the reading came with. What others added after us, such as a trace, is left among them. */
    public static List<Header> original(Headers headers) {
        Header[] all = headers.toArray();
        int reason = lastReason(all);
        return IntStream.range(0, all.length)
                .filter(i -> i < reason || !isOurs(all[i].key()))
                .mapToObj(i -> all[i])
                .toList();
    }

    private static boolean isOurs(String name) {
        return name.startsWith(OURS) || name.startsWith("__streams.errors.");
    }

    /** All of them where there is no reason, since then none is ours. */
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
        return Arrays.stream(all, lastReason(all), all.length)
                .filter(header -> header.key().equals(name) && header.value() != null)
                .reduce((earlier, later) -> later)
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    private static String text(Headers headers, String name) {
        return added(headers, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the record has no header " + name + ": it is no dead letter of Elmstream"));
    }
}
