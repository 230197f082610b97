package io.elmstream.wire;

import org.jspecify.annotations.Nullable;

/**
 * A reading that cannot be scored, with its original value; the reason travels in the record's headers.
 *
 * @param value the original bytes, or their beginning where they are too large for the topic; null where there was none
 */
public record DeadLetter(byte @Nullable [] value) implements Outcome {}
