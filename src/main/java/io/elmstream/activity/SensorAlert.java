package io.elmstream.activity;

/**
 * A sensor in alert.
 *
 * @param sensor the sensor
 * @param owner the model whose predictions raised the alert, or MODEL/RULE for a rule of its rule set
 * @param since time of the reading that raised it, in epoch milliseconds; {@link #UNKNOWN} if it was raised under a
 *     release that did not store it
 * @param label the class of the sensor's last prediction
 * @param confidence the confidence of that prediction, 0 to 1
 * @param at time of that prediction's reading, in epoch milliseconds
 */
public record SensorAlert(String sensor, String owner, long since, String label, float confidence, long at) {

    /** The time of an alert whose time is not known. */
    public static final long UNKNOWN = 0;

    /** The most sensors in a report; if there are more, later reports name the others in turn. */
    public static final int MOST = 100;

    /** @throws IllegalArgumentException if the confidence is no fraction */
    public SensorAlert {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence is " + confidence + ", must be 0 to 1");
        }
    }
}
