package io.elmstream.labels;

import io.elmstream.support.GoldenFile;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of outcomes in docs/learning.md against the code. */
class LearningPageTest {

    @Test
    void shouldListEveryOutcomeOfALabel() {
        new GoldenFile("docs/learning.md", LearningPageTest.class, "")
                .sectionShouldBe(
                        "outcomes",
                        "| outcome | meaning |\n|---|---|\n"
                                + Arrays.stream(LabelOutcome.values())
                                        .map(outcome -> "| `" + outcome + "` | " + outcome.explanation() + " |\n")
                                        .collect(Collectors.joining()));
    }
}
