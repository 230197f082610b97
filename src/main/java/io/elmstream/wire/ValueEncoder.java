package io.elmstream.wire;

/**
 * Encodes the values of an output topic. Not thread-safe, unless an implementation says so.
 *
 * @param <T> what a value says
 */
@FunctionalInterface
public interface ValueEncoder<T> {

    /** Returns the bytes of a value, a new array each time. */
    byte[] encode(T value);
}
