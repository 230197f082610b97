package io.elmstream.wire;

import io.elmstream.alert.AlertState;

/**
 * An alert state as stored.
 *
 * @param state the state of the rule
 * @param lastSeen the latest event time of a prediction that contributed to it, in epoch milliseconds; {@link #UNKNOWN}
 *     in format 1
 * @param raisedAt when the alert that stands was raised, in epoch milliseconds; {@link #UNKNOWN} if none stands, and in
 *     formats 1 to 3
 */
public record SeenAlertState(AlertState state, long lastSeen, long raisedAt) {

    /** The time was not stored. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** The state of a sensor that was never seen. */
    public static final SeenAlertState NEVER = new SeenAlertState(AlertState.EMPTY, UNKNOWN);

    /** A state without an alert, or with one of which it is not known when it was raised. */
    public SeenAlertState(AlertState state, long lastSeen) {
        this(state, lastSeen, UNKNOWN);
    }
}
