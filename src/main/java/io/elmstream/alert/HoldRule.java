package io.elmstream.alert;

import java.util.Optional;

/**
 * When an alert is raised because a condition holds for a while, and when it is cleared, judged reading by reading for
 * one sensor. Time is event time; between two readings nothing is judged.
 *
 * <p>In its {@linkplain AlertState state}, {@code hits} is the event time since when the condition holds, in epoch
 * milliseconds, and 0 while it does not.
 *
 * @param millis how long the condition must hold before the alert is raised, 0 or more
 */
public record HoldRule(long millis) {

    public HoldRule {
        if (millis < 0) {
            throw new IllegalArgumentException("millis must be 0 or more, got " + millis);
        }
    }

    /**
     * Processes the next reading of a sensor.
     *
     * @param state the state before it
     * @param holds whether the condition holds
     * @param clears whether a raised alert is cleared
     * @param time the event time of the reading, in epoch milliseconds, 1 or more; an earlier one than that of the
     *     reading before counts as the same
     * @param position of the reading; becomes part of the alert's id if it raises one
     */
    public AlertStep next(AlertState state, boolean holds, boolean clears, long time, Position position) {
        if (state.isRaised()) {
            return clears
                    ? new AlertStep(
                            AlertState.EMPTY,
                            Optional.of(new AlertChange(
                                    AlertChange.Kind.CLEARED, state.raisedBy().orElseThrow())))
                    : new AlertStep(state, Optional.empty());
        }
        if (!holds) {
            return AlertStep.QUIET;
        }
        long since = state.hits() == 0 ? time : state.hits();
        return time - since >= millis
                ? new AlertStep(
                        new AlertState(since, Optional.of(position)),
                        Optional.of(new AlertChange(AlertChange.Kind.RAISED, position)))
                : new AlertStep(new AlertState(since, Optional.empty()), Optional.empty());
    }
}
