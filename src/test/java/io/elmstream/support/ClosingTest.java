package io.elmstream.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void shouldPassOverWhatWasNeverStarted() {
        // When
        Closing.inOrder(null, () -> closed.add("broker"), null);

        // Then
        assertThat(closed).containsExactly("broker");
    }

    @Test
    void shouldCloseTheOthersWhenOneFails() {
        // Given
        AutoCloseable failing = () -> {
            throw new IllegalStateException("held");
        };

        // When, Then
        assertThatThrownBy(() -> Closing.inOrder(failing, () -> closed.add("broker")))
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(closed).containsExactly("broker");
    }
}
