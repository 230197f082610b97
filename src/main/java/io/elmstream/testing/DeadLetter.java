package io.elmstream.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.batch.Rejection;
import io.elmstream.topology.DeadLetterHeaders;
import java.util.Optional;
import org.apache.kafka.streams.test.TestRecord;

/**
 * A reading that could not be scored, unchanged, with the reason.
 *
 * @param reason the reason
 * @param message the reason in words, with the figures of this reading
 * @param offset of the reading on its topic, starting at 0 with the first reading piped; predictions name it
 *     {@code sourceOffset}
 * @param key of the reading's record, which should be its sensor id; empty if it had none
 * @param value of the reading's record, truncated if longer than {@code dead-letters.max.bytes}; empty if it had none;
 *     not copied
 */
public record DeadLetter(Rejection reason, String message, long offset, Optional<String> key, Optional<byte[]> value) {

    static DeadLetter of(TestRecord<byte[], byte[]> record) {
        DeadLetterHeaders headers = DeadLetterHeaders.of(record.headers());
        return new DeadLetter(
                Rejection.valueOf(headers.reason()),
                headers.message(),
                headers.offset(),
                Optional.ofNullable(record.key()).map(bytes -> new String(bytes, UTF_8)),
                Optional.ofNullable(record.value()));
    }
}
