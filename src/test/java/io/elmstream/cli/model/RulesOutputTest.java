package io.elmstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.Called;
import io.elmstream.support.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outputs that docs/rules.md shows are those of its commands, for the rule set of the page. */
class RulesOutputTest {

    private static final Pattern RULE_SET = Pattern.compile("```yaml\n(model: .*?)```", Pattern.DOTALL);
    /** The last digits of a probability depend on the width of the machine's vectors. */
    private static final Pattern LAST_DIGITS = Pattern.compile("(\\d\\.\\d{4})\\d+");

    @TempDir
    private Path folder;

    @Test
    void shouldShowWhatItsCommandsPrint() throws IOException {
        // Given
        GoldenFile page = new GoldenFile("docs/rules.md", RulesOutputTest.class, "");
        String text = Files.readString(page.path());
        Files.writeString(folder.resolve("shuttle-rules.yaml"), first(RULE_SET, text));

        // When
        Called train = call(text, "train ");
        Called check = call(text, "rules check ");
        Called explain = call(text, "model explain shuttle-1.elm ");

        // Then
        assertThat(List.of(train, check, explain))
                .allSatisfy(called -> assertThat(called.exit())
                        .as("%s%s", called.out(), called.err())
                        .isZero());
        page.sectionShouldBe("check", block(check));
        page.sectionShouldBe("explain", block(explain));
    }

    private Called call(String page, String command) {
        String line = first(Pattern.compile("(?m)^\\./elmstream (" + command + ".*)$"), page);
        return Called.with(Stream.of(line.split(" "))
                .map(word -> word.startsWith("shuttle-") ? folder.resolve(word).toString() : word)
                .toArray(String[]::new));
    }

    private String block(Called called) {
        String shown = called.out().replace(folder + "/", "");
        return "```text\n" + LAST_DIGITS.matcher(shown).replaceAll("$1...") + "```\n";
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow();
    }
}
