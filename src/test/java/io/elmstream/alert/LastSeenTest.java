package io.elmstream.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastSeenTest {

    private final LastSeen<String> seen = new LastSeen<>();

    @Test
    void shouldReturnWhatWasLastSeenInARangeInTheOrderOfTime() {
        // Given
        seen.put("c", 30);
        seen.put("a", 10);
        seen.put("b", 20);
        seen.put("b", 40);

        // When, Then
        assertThat(seen.between(10, 40)).containsExactly("c", "b");
        assertThat(seen.between(9, 10)).containsExactly("a");
        assertThat(seen.between(40, 50)).isEmpty();
        assertThat(seen.oldest()).isEqualTo(10);
        assertThat(seen.oldestKey()).isEqualTo("a");
    }

    @Test
    void shouldForget() {
        // Given
        seen.put("a", 10);

        // When
        seen.remove("a");
        seen.remove("never seen");

        // Then
        assertThat(seen.size()).isZero();
        assertThat(seen.oldest()).isEqualTo(Long.MAX_VALUE);
        assertThat(seen.between(Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
    }
}
