package io.elmstream.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.alert.AlertChange.Kind;
import org.junit.jupiter.api.Test;

class HoldRuleTest {

    private static final Position FIRST = new Position("readings", 0, 1);
    private static final Position LATER = new Position("readings", 0, 2);

    private final HoldRule minute = new HoldRule(60_000);

    @Test
    void shouldRaiseOnlyWhenTheConditionHasHeldForLongEnough() {
        // When
        AlertStep begun = minute.next(AlertState.EMPTY, true, false, 1_000, FIRST);
        AlertStep early = minute.next(begun.state(), true, false, 60_999, FIRST);
        AlertStep raised = minute.next(early.state(), true, false, 61_000, LATER);

        // Then
        assertThat(begun.change()).isEmpty();
        assertThat(early.change()).isEmpty();
        assertThat(raised.change()).contains(new AlertChange(Kind.RAISED, LATER));
        assertThat(raised.state().isRaised()).isTrue();
    }

    @Test
    void shouldStartAgainAfterAReadingOnWhichTheConditionDoesNotHold() {
        // Given
        AlertStep begun = minute.next(AlertState.EMPTY, true, false, 1_000, FIRST);

        // When
        AlertStep broken = minute.next(begun.state(), false, false, 30_000, FIRST);
        AlertStep again = minute.next(broken.state(), true, false, 70_000, FIRST);

        // Then
        assertThat(broken.state().isEmpty()).isTrue();
        assertThat(again.change()).isEmpty();
    }

    @Test
    void shouldStayRaisedUntilItIsCleared() {
        // Given
        AlertState raised = new HoldRule(0)
                .next(AlertState.EMPTY, true, false, 1_000, FIRST)
                .state();

        // When
        AlertStep kept = minute.next(raised, false, false, 2_000, LATER);
        AlertStep cleared = minute.next(kept.state(), true, true, 3_000, LATER);

        // Then
        assertThat(kept.change()).isEmpty();
        assertThat(kept.state()).isEqualTo(raised);
        assertThat(cleared.change()).contains(new AlertChange(Kind.CLEARED, FIRST));
        assertThat(cleared.state().isEmpty()).isTrue();
    }

    @Test
    void shouldNotCountALateReadingAsTimeThatPassed() {
        // Given
        AlertStep begun = minute.next(AlertState.EMPTY, true, false, 50_000, FIRST);

        // When
        AlertStep late = minute.next(begun.state(), true, false, 1_000, FIRST);
        AlertStep next = minute.next(late.state(), true, false, 109_999, LATER);

        // Then
        assertThat(late.change()).isEmpty();
        assertThat(next.change()).isEmpty();
    }

    @Test
    void shouldRefuseANegativeDuration() {
        // When
        assertThatThrownBy(() -> new HoldRule(-1))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("millis must be 0 or more, got -1");
    }
}
