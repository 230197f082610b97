package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

/** At-least-once: no reading without an outcome. */
final class NoReadingIsLost implements Promise {

    @Override
    public void holdFor(Evidence evidence) {
        assertThat(evidence.report().lost()).as("readings without an outcome").isZero();
    }
}
