package io.elmstream.alert;

import java.util.Optional;

/**
 * What one more prediction made of the state.
 *
 * @param state the state afterwards
 * @param change the change to publish, if there is one
 */
public record AlertStep(AlertState state, Optional<AlertChange> change) {

    /** Nothing seen, nothing to remember: one shared value, since nearly every prediction gives it. */
    static final AlertStep QUIET = new AlertStep(AlertState.EMPTY, Optional.empty());
}
