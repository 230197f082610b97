package io.elmstream.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoringTimesTest {

    private static final Since.Version VERSION = new Since.Version("m", 1);
    private static final long T = 1_764_240_000_000L;

    @Test
    void shouldForgetTheSlowReadingsOfTheBeginning() {
        // Given
        ScoringTimes times = new ScoringTimes();
        times.add(VERSION, T, 100, 6_000_000);
        assertThat(times.nanos(VERSION)).hasValue(60_000);

        // When
        times.add(VERSION, T + 60_000, 1_000, 800_000);
        times.add(VERSION, T + 120_000, 1_000, 1_000_000);

        // Then
        assertThat(times.nanos(VERSION)).hasValue(900);
    }

    @Test
    void shouldKnowNothingOfAVersionThatScoredNone() {
        // Given
        ScoringTimes times = new ScoringTimes();

        // When
        times.add(VERSION, T, 0, 0);

        // Then
        assertThat(times.nanos(VERSION)).isEmpty();
    }
}
