package io.elmstream.alert;

import java.util.Optional;

/**
 * The state of an {@link AlertRule} or a {@link HoldRule} for one sensor and one model.
 *
 * <p>Missing predictions do not count as hits, so a sensor without recent hits is in the {@linkplain #EMPTY empty
 * state}, the same as one that was never seen, and nothing needs to be stored for it.
 *
 * @param hits the last predictions, newest in the lowest bit; a set bit is a hit, that is a prediction in an alert
 *     class with enough confidence. For a {@link HoldRule}, the time since when its condition holds
 * @param raisedBy the reading whose prediction raised the current alert; empty if there is none
 */
public record AlertState(long hits, Optional<Position> raisedBy) {

    /** The state without hits and without an alert. */
    public static final AlertState EMPTY = new AlertState(0, Optional.empty());

    /** Returns whether an alert is raised. */
    public boolean isRaised() {
        return raisedBy.isPresent();
    }

    /** Returns whether this is the state of a sensor that was never seen, which need not be stored. */
    public boolean isEmpty() {
        return hits == 0 && raisedBy.isEmpty();
    }
}
