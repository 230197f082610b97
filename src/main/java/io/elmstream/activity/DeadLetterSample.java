package io.elmstream.activity;

/**
 * One of the last dead letters.
 *
 * @param reason why the reading was rejected
 * @param topic the input topic
 * @param partition the reading's partition, 0 or more
 * @param offset the reading's offset, 0 or more
 * @param sensor the sensor; empty if it is not known
 * @param message the reason in words
 * @param at when the reading was rejected, in epoch milliseconds
 */
public record DeadLetterSample(
        String reason, String topic, int partition, long offset, String sensor, String message, long at) {

    /** The most samples of one reason. */
    public static final int OF_REASON = 5;

    /** The most samples in a report. */
    public static final int MOST = 40;

    /** The longest sensor id and message, in characters; longer ones are cut. */
    static final int LONGEST = 200;

    /** @throws IllegalArgumentException if a number is negative */
    public DeadLetterSample {
        Counts.require(partition, "partition");
        Counts.require(offset, "offset");
        sensor = cut(sensor);
        message = cut(message);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
