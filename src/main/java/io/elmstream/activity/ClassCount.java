package io.elmstream.activity;

/**
 * The predictions of one class.
 *
 * @param label the class, or {@link #OTHER}
 * @param count predictions, 0 or more
 */
public record ClassCount(String label, long count) {

    /** The most classes that a version names; those predicted less often are summed up as {@link #OTHER}. */
    public static final int MOST = 64;

    /** Stands for all classes that are not named. */
    public static final String OTHER = "(other)";

    /** @throws IllegalArgumentException if the count is negative */
    public ClassCount {
        Counts.require(count, "count");
    }
}
