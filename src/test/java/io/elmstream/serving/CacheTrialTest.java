package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheTrialTest {

    private static final int ROWS = 256;
    private static final int GROUPS = CacheTrial.SHORTEST_WINDOW / ROWS;

    private final CacheTrial trial = new CacheTrial(0);

    @Test
    void shouldScoreEveryThirtySecondGroupWithoutTheCache() {
        // When
        int controls = 0;
        assertThat(trial.isControl()).isTrue();
        for (int i = 1; i < 10 * CacheTrial.CONTROL; i++) {
            controls += trial.isControl() ? 1 : 0;
        }

        // Then
        assertThat(controls).isEqualTo(9);
    }

    @Test
    void shouldCountWhatHitsSave() {
        // Given: 100 ns a row
        trial.control(ROWS, 100 * ROWS);

        // When
        CacheUse use = trial.cached(ROWS, 200, 5_000, 56 * 120);

        // Then
        assertThat(use).isEqualTo(new CacheUse(ROWS, 200, 20_000, 5_000));
    }

    @Test
    void shouldLoseAfterSeveralSlowWindows() {
        // Given
        trial.control(ROWS, 100 * ROWS);

        // When
        run(CacheTrial.WINDOWS * GROUPS - 1, 101);
        assertThat(trial.isLost()).isFalse();
        run(1, 101);

        // Then
        assertThat(trial.isLost()).isTrue();
        assertThat(trial.figures()).isEqualTo("101 ns a reading with it, 100 without, 39.1 % of the readings found");
    }

    @Test
    void shouldForgiveASlowWindow() {
        // Given
        trial.control(ROWS, 100 * ROWS);

        // When
        for (int i = 0; i < 5; i++) {
            run((CacheTrial.WINDOWS - 1) * GROUPS, 5_000);
            run(GROUPS, 99);
        }

        // Then
        assertThat(trial.isLost()).isFalse();
    }

    @Test
    void shouldLetTheCacheFillFirst() {
        // Given
        CacheTrial large = new CacheTrial(4 * CacheTrial.SHORTEST_WINDOW);
        large.control(ROWS, 100 * ROWS);

        // When
        for (int i = 0; i < CacheTrial.WINDOWS * 4 * GROUPS - 1; i++) {
            large.cached(ROWS, 0, ROWS, 110 * ROWS);
        }

        // Then
        assertThat(large.isLost()).isFalse();
        large.cached(ROWS, 0, ROWS, 110 * ROWS);
        assertThat(large.isLost()).isTrue();
    }

    private void run(int groups, int nanosARow) {
        for (int i = 0; i < groups; i++) {
            trial.cached(ROWS, 100, 10 * ROWS, (nanosARow - 10) * (long) ROWS);
        }
    }
}
