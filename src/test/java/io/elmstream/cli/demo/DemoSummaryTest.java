package io.elmstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
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

    @Test
    void shouldSayHowSoonAStepThatWasTakenBackLeftThePredictions() {
        // When
        List<String> lines =
                DemoSummary.rollback(new RollbackTiming.Times(4, 4, Optional.of(1_558.2), Optional.of(145.0)));

        // Then
        assertThat(lines)
                .containsExactly(
                        "rollback      1,558 ms from command to first prediction without revision 4,",
                        "              145 ms to last prediction with it");
    }

    @Test
    void shouldSayInWordsThatNoPredictionCame() {
        // When
        List<String> lines = DemoSummary.rollback(new RollbackTiming.Times(4, 4, Optional.empty(), Optional.empty()));

        // Then
        assertThat(lines)
                .containsExactly(
                        "rollback      no prediction without revision 4 came after the command,",
                        "              no prediction with it came after the command");
    }
}
