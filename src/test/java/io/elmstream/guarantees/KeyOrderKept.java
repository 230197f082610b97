package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

/** The predictions of a sensor come in the order of its readings. */
final class KeyOrderKept implements Promise {

    @Override
    public void holdFor(Evidence evidence) {
        assertThat(evidence.report().outOfOrder())
                .as("predictions behind one of a later reading of the same sensor")
                .isZero();
    }
}
