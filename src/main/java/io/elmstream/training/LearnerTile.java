package io.elmstream.training;

import java.util.Arrays;

/**
 * A part of the stored state of an {@link OnlineLearner}, small enough for a record of a topic.
 *
 * @param key which part it is, such as {@code head}, {@code 0/gram/3} or {@code 0/class/1}
 * @param bytes its contents
 */
public record LearnerTile(String key, byte[] bytes) {

    /** The key of the part without which no other can be read. */
    public static final String HEAD = "head";

    /** About the most bytes of a part; more only where a single row of sums is longer. */
    public static final int BYTES = 1 << 18;

    @Override
    public boolean equals(Object other) {
        return other instanceof LearnerTile that && key.equals(that.key) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return key + ", " + bytes.length + " bytes";
    }
}
