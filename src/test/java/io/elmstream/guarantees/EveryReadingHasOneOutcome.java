package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

/** Exactly-once: no reading without an outcome, none with two. */
final class EveryReadingHasOneOutcome implements Promise {

    @Override
    public void holdFor(Evidence evidence) {
        assertThat(evidence.report().lost()).as("readings without an outcome").isZero();
        assertThat(evidence.report().duplicated())
                .as("outcomes beyond the first of a reading")
                .isZero();
    }
}
