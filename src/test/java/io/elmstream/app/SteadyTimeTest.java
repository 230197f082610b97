package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyTimeTest {

    private static final long T = 1_764_240_000_000L;

    private long wall = T;
    private long nanos = -5;
    private final SteadyTime time = new SteadyTime(() -> wall, () -> nanos);

    @Test
    void shouldGoOnWhenTheClockIsSetBack() {
        // Given
        pass(1_000);

        // When
        wall -= 3_600_000;
        pass(2_000);

        // Then
        assertThat(time.millis()).isEqualTo(T + 3_000);
        assertThat(time.instant().toEpochMilli()).isEqualTo(T + 3_000);
        assertThat(time.isAhead()).isTrue();

        // When
        time.follow();
        pass(1_000);

        // Then
        assertThat(time.millis()).isEqualTo(T - 3_600_000 + 4_000);
        assertThat(time.isAhead()).isFalse();
    }

    @Test
    void shouldFollowAClockThatIsAhead() {
        // When: the machine slept
        wall += 3_600_000;
        pass(1_000);

        // Then
        assertThat(time.millis()).isEqualTo(T + 3_601_000);

        // When
        pass(1_000);

        // Then
        assertThat(time.millis()).isEqualTo(T + 3_602_000);
    }

    @Test
    void shouldIgnoreSmallSteps() {
        // When
        wall -= 2_000;
        pass(1_000);

        // Then
        assertThat(time.millis()).isEqualTo(T + 1_000);
        assertThat(time.isAhead()).isFalse();
    }

    private void pass(long millis) {
        wall += millis;
        nanos += 1_000_000 * millis;
    }
}
