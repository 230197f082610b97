package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {

    @Test
    void shouldFoldBehindCommasWhatIsWiderThanATerminal() {
        // When
        List<String> lines = DemoSummary.folded("title  ", "x".repeat(60) + ", " + "y".repeat(20) + ", z");

        // Then
        assertThat(lines).containsExactly("title  " + "x".repeat(60) + ",", "       " + "y".repeat(20) + ", z");
    }

    @Test
    void shouldLeaveWhatFitsInOneLine() {
        // When
        List<String> lines = DemoSummary.folded("title  ", "a, b");

        // Then
        assertThat(lines).containsExactly("title  a, b");
    }
}
