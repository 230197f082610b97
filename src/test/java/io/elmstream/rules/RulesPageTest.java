package io.elmstream.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rule sets that docs/rules.md shows. */
class RulesPageTest {

    private static final Pattern BLOCK = Pattern.compile("```yaml\n(model: .*?)```", Pattern.DOTALL);

    @Test
    void shouldShowRuleSetsThatTheGovernorWouldTake() throws IOException, RuleSetException {
        // Given
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("docs/rules.md")));
        int found = 0;

        // When, Then
        while (blocks.find()) {
            CompiledRules compiled = new RuleCompiler().compile(RuleSetFormat.parse(blocks.group(1)));
            assertThat(compiled.check(List.of("sensor1", "sensor2"), List.of("Rad.Flow", "High")))
                    .isEmpty();
            found++;
        }
        assertThat(found).isPositive();
    }
}
