package io.elmstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DemoChangesTest {

    @Test
    void shouldWaitAsLongAsItGetsLess() {
        // Given
        AtomicLong left = new AtomicLong(100);

        // When
        DemoChanges.awaitNone(() -> left.updateAndGet(before -> Math.max(0, before - 1)), Duration.ofMinutes(1));

        // Then
        assertThat(left).hasValue(0);
    }

    @Test
    void shouldGiveUpOnceNothingMoves() {
        // Given
        AtomicLong left = new AtomicLong(7);

        // When
        DemoChanges.awaitNone(left::get, Duration.ofMillis(1));

        // Then
        assertThat(left).hasValue(7);
    }
}
