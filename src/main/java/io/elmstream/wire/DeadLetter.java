package io.elmstream.wire;

import org.jspecify.annotations.Nullable;

/**
 * A reading that cannot be scored, with its original value; the reason is in the headers of the record.
 *
 * @param value the original bytes, or their beginning if they are too large for the topic; null if there were none
 */
public record DeadLetter(byte @Nullable [] value) implements Outcome {}
