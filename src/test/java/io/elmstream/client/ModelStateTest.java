package io.elmstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.GoldenFile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the picture and the table of a version's life against the code. */
class ModelStateTest {

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "topology/README.md"})
    void shouldDrawTheLifeOfAVersion(String page) {
        golden(page).sectionShouldBe("life picture", "```mermaid\n" + ModelState.picture() + "```\n");
    }

    @Test
    void shouldExplainEveryState() {
        String rows = Arrays.stream(ModelState.values())
                .map(state -> "| `" + state.word() + "` | " + state.explanation() + " |\n")
                .collect(Collectors.joining());
        golden("topology/README.md").sectionShouldBe("states", "| state | meaning |\n|---|---|\n" + rows);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeadToEveryStateFromTheBeginning(ModelState state) {
        // Given
        Set<ModelState> reached = EnumSet.noneOf(ModelState.class);

        // When: a version can take one step more with every round
        for (int round = 0; round < ModelState.values().length; round++) {
            ModelState.TRANSITIONS.stream()
                    .filter(way -> way.from().map(reached::contains).orElse(true))
                    .forEach(way -> reached.add(way.to()));
        }

        // Then
        assertThat(reached).contains(state);
    }

    @Test
    void shouldEndWithARefusedOrRetiredVersionOnly() {
        // When
        Set<ModelState> last = EnumSet.allOf(ModelState.class);
        ModelState.TRANSITIONS.forEach(way -> way.from().ifPresent(last::remove));

        // Then
        assertThat(last).containsExactlyInAnyOrder(ModelState.REFUSED, ModelState.RETIRED);
    }

    private static GoldenFile golden(String page) {
        return new GoldenFile(page, ModelStateTest.class, "");
    }
}
