package io.elmstream.wire;

import io.elmstream.alert.AlertState;

/**
 * An alert state as stored.
 *
 * @param state the state of the rule
 * @param lastSeen the latest event time of a prediction that contributed to it, in epoch milliseconds; {@link #UNKNOWN}
 *     in format 1
 */
public record SeenAlertState(AlertState state, long lastSeen) {

    /** The time was not stored. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** The state of a sensor that was never seen. */
    public static final SeenAlertState NEVER = new SeenAlertState(AlertState.EMPTY, UNKNOWN);
}
