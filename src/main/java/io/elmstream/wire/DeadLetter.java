package io.elmstream.wire;

/**
 * A reading that cannot be scored, with its original value; the reason travels in the record's headers.
 *
 * @param value the original bytes, or their beginning where they are too large for the topic
 */
public record DeadLetter(byte[] value) implements Outcome {}
