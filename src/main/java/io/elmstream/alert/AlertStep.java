package io.elmstream.alert;

import java.util.Optional;

/**
 * The effect of one prediction on the state.
 *
 * @param state the state afterwards
 * @param change the change to publish, if there is one
 */
public record AlertStep(AlertState state, Optional<AlertChange> change) {

    /** An empty state without a change: one shared value, because nearly every prediction results in it. */
    static final AlertStep QUIET = new AlertStep(AlertState.EMPTY, Optional.empty());
}
