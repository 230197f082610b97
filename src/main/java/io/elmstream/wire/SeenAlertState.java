package io.elmstream.wire;

import io.elmstream.alert.AlertState;

/**
 * A state of an alert as it is stored.
 *
 * @param state what the rule remembers
 * @param lastSeen the latest event time of a prediction that made it, in epoch milliseconds; {@link #UNKNOWN} in format
 *     1
 */
public record SeenAlertState(AlertState state, long lastSeen) {

    /** When it was last seen was not stored. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** The state of a sensor that was never seen. */
    public static final SeenAlertState NEVER = new SeenAlertState(AlertState.EMPTY, UNKNOWN);
}
