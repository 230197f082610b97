package io.elmstream.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That lost and doubled readings are seen. */
class AnsweredReadingsTest {

    private final AnsweredReadings answered = new AnsweredReadings();

    @Test
    void shouldCountReadingsWithoutAnOutcome() {
        // When
        answered.first(0, 0);
        answered.first(0, 2);
        answered.first(2, 0);

        // Then
        assertThat(answered.open(new long[] {1, 0, 0})).isZero();
        assertThat(answered.open(new long[] {3, 0, 1}))
                .as("offset 1 of partition 0")
                .isEqualTo(1);
        assertThat(answered.open(new long[] {3, 2, 1}))
                .as("and all of partition 1")
                .isEqualTo(3);
        assertThat(answered.count()).isEqualTo(3);
    }

    @Test
    void shouldCountOutcomesBeyondTheFirst() {
        // When
        boolean first = answered.first(1, 7);
        boolean second = answered.first(1, 7);

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(answered.doubled()).isEqualTo(1);
        assertThat(answered.count()).isEqualTo(1);
    }
}
