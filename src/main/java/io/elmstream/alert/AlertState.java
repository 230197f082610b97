package io.elmstream.alert;

import java.util.Optional;

/**
 * What an {@link AlertRule} remembers of one sensor and one model.
 *
 * <p>What was never seen counts as no hit, so a sensor that has given no hit lately is in the {@linkplain #EMPTY empty
 * state}, the same as one that was never seen, and nothing needs to be stored for it.
 *
 * @param hits the last predictions, newest in the lowest bit; a set bit is a hit, that is a prediction in an alert
 *     class with enough confidence
 * @param raisedBy the reading whose prediction raised the alert that stands now; empty when none stands
 */
public record AlertState(long hits, Optional<Position> raisedBy) {

    /** No hit in sight and no alert standing. */
    public static final AlertState EMPTY = new AlertState(0, Optional.empty());

    /** Whether an alert stands. */
    public boolean isRaised() {
        return raisedBy.isPresent();
    }

    /** Whether this is the state of a sensor that was never seen, which is not worth storing. */
    public boolean isEmpty() {
        return hits == 0 && raisedBy.isEmpty();
    }
}
