package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GovernorLeadTest {

    private final Governor governor = new Governor(1_000, 500);

    @Test
    void shouldKeepItsLeadWhileCommitsAreQuick() {
        assertThat(governor.after(0)).isSameAs(governor);
        assertThat(governor.after(250)).isSameAs(governor);
    }

    @Test
    void shouldTakeTheSlowestCommitIntoTheLead() {
        assertThat(governor.after(17_000).lead()).isEqualTo(17_250);
        assertThat(governor.after(1_000_000).lead()).isEqualTo(500 + Governor.LONGEST_DELAY);
    }

    @Test
    void shouldHaveNoLeadWhereNoneIsConfigured() {
        assertThat(new Governor(1_000, 0).after(17_000).lead()).isZero();
    }
}
