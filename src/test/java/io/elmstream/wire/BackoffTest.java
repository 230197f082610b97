package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.wire.Backoff.Answer;
import io.elmstream.wire.Backoff.NoAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final IllegalStateException DOWN = new IllegalStateException("down");

    private final List<Long> waits = new ArrayList<>();
    private final Backoff backoff = new Backoff(
            Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2), wait -> waits.add(wait.toMillis()));
    private int asked;

    @Test
    void shouldNotWaitForAnAnswerThatIsThere() {
        // When
        String answer = backoff.retry("no answer", () -> new Answer<>("here"));

        // Then
        assertThat(answer).isEqualTo("here");
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldDoubleItsWaitsUntilAnAnswerComes() {
        // When
        int answer = backoff.retry("no answer", () -> ++asked < 5 ? new NoAnswer<>(DOWN) : new Answer<>(asked));

        // Then
        assertThat(answer).isEqualTo(5);
        assertThat(waits).containsExactly(100L, 200L, 400L, 500L);
    }

    @Test
    void shouldGiveUpWhenItsPatienceIsOver() {
        // When / Then
        assertThatThrownBy(() -> backoff.retry("the registry did not answer", () -> new NoAnswer<>(DOWN)))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the registry did not answer; gave up after 2200 ms")
                .hasCause(DOWN);
        assertThat(waits).containsExactly(100L, 200L, 400L, 500L, 500L, 500L);
    }

    @Test
    void shouldGiveUpAndStayInterruptedWhenInterrupted() {
        // Given
        Backoff interrupted =
                new Backoff(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2), wait -> {
                    throw new InterruptedException();
                });

        // When / Then
        assertThatThrownBy(() -> interrupted.retry("the registry did not answer", () -> new NoAnswer<>(DOWN)))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the registry did not answer; interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldNotTakeAMistakeForSilence() {
        // When / Then
        assertThatThrownBy(() -> backoff.retry("no answer", () -> {
                    throw new IllegalArgumentException("a mistake");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(waits).isEmpty();
    }
}
