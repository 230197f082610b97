package io.elmstream.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.offline.TrainCommand.Tried;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTableTest {

    @Test
    void shouldFitATerminal() {
        // Given
        Tried wide = tried(
                "family 1-1-2-2 gain 16-32-64 anchored clip + contrast 1-2-3-4 nearest of 16 relu",
                "a=2.5,b=0.125",
                true);
        Tried usual = tried("family 1-1-2-2 gain 4-8-16 anchored clip", "none", false);

        // When
        List<String> lines = SearchTable.lines(List.of(wide, usual));

        // Then
        assertThat(lines).allMatch(line -> line.length() <= 100);
        assertThat(lines.get(0)).contains("units", "macro recall").endsWith("* is the chosen one");
        assertThat(lines.get(1))
                .startsWith("*2,048 43,500 100.00±0.01  0.987±0.012 0.0123  1,235 123.5  family 1-1-2-2");
        assertThat(String.join(" ", lines).replaceAll(" +", " "))
                .contains("anchored clip + contrast", "relu, class weights a=2.5,b=0.125");
        assertThat(lines.get(lines.size() - 1)).endsWith(" family 1-1-2-2 gain 4-8-16 anchored clip");
        assertThat(SearchTable.lines(List.of())).isEmpty();
    }

    private static Tried tried(String layer, String weights, boolean chosen) {
        return new Tried(layer, 2048, weights, 43_500, 1, 0.0001, 0.987, 0.012, 0.0123, 1234.5, 123_456, chosen);
    }
}
