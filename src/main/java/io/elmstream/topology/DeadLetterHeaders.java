package io.elmstream.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a dead letter's headers say.
 *
 * @param reason a {@link io.elmstream.batch.Rejection}'s name
 * @param message the reason in words
 * @param topic where the reading came from
 * @param partition where the reading came from
 * @param offset where the reading came from
 */
public record DeadLetterHeaders(String reason, String message, String topic, int partition, long offset) {

    /** @throws IllegalArgumentException if a header is missing: the record is no dead letter of ours */
    public static DeadLetterHeaders of(Headers headers) {
        return new DeadLetterHeaders(
                text(headers, DeadLetters.REASON),
                text(headers, DeadLetters.MESSAGE),
                text(headers, DeadLetters.TOPIC),
                Integer.parseInt(text(headers, DeadLetters.PARTITION)),
                Long.parseLong(text(headers, DeadLetters.OFFSET)));
    }

    /** Whether the value or the key was too large for the topic and was cut, so that the reading is not whole here. */
    public static boolean isTruncated(Headers headers) {
        return headers.lastHeader(DeadLetters.TRUNCATED) != null || headers.lastHeader(DeadLetters.TRUNCATED_KEY) != null;
    }

    /**
     * The timestamp of the reading in epoch milliseconds, which the dead letter has too, unless its topic did not take it.
     *
     * @param timestamp of the dead letter
     */
    public static long timestamp(Headers headers, long timestamp) {
        Header original = headers.lastHeader(OutputLimit.ORIGINAL_TIMESTAMP);
        if (original == null || original.value() == null) {
            return timestamp;
        }
        try {
            return Math.max(0, Long.parseLong(new String(original.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException notOurs) {
            return timestamp;
        }
    }

    /** Whether a header was added when the reading became a dead letter. */
    public static boolean isOurs(String name) {
        return name.startsWith("elmstream.") || name.startsWith("__streams.errors.");
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("the record has no header " + name + ": it is no dead letter of Elmstream");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
