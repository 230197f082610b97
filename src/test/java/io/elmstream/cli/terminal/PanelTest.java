package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelTest {

    private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";

    private final List<String> printed = new ArrayList<>();
    private final Panel panel = new Panel(printed::add, true);

    @Test
    void shouldDrawOverItselfThoughItsHeightChanges() {
        // When
        panel.draw(List.of("one"));
        panel.draw(List.of("one", "two"));
        panel.draw(List.of("one"));

        // Then
        assertThat(printed).containsExactly("one", UP_AND_CLEAR + "one\ntwo", UP_AND_CLEAR + UP_AND_CLEAR + "one");
    }

    @Test
    void shouldKeepThePanelBelowOtherLines() {
        // Given
        panel.draw(List.of("figures"));

        // When
        panel.above("a step");

        // Then
        assertThat(printed).last().isEqualTo(UP_AND_CLEAR + "a step\nfigures");
    }

    @Test
    void shouldCutWhatWouldWrap() {
        // When
        panel.draw(List.of("x".repeat(81)));

        // Then
        assertThat(printed).containsExactly("x".repeat(77) + "...");
    }
}
