package io.elmstream.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadDocumentsTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/rules/documents.csv", delimiterString = "-->", quoteCharacter = '~')
    void shouldNameThePlaceAndTheValueAndWhatToDo(String find, String replace, String words) throws Exception {
        // Given
        assertThat(shuttle()).contains(find);
        int at = shuttle().indexOf(find);
        String by = replace.replace("''", "").replace("\\n", "\n");
        String bad = shuttle().substring(0, at) + by + shuttle().substring(at + find.length());

        // When
        RuleSetException refused = catchThrowableOfType(RuleSetException.class, () -> RuleSetFormat.parse(bad));

        // Then
        assertThat(refused.faults().stream().map(RuleFault::toString).collect(Collectors.joining(" / ")))
                .isEqualTo(words);
    }

    @Test
    void shouldReportAllFaults() throws Exception {
        // Given
        String bad = shuttle()
                .replace("model: shuttle", "model: S")
                .replace("version: 3", "version: 0")
                .replace("for: 5m", "for: long")
                .replace("confidence: 0.5", "confidence: 5");

        // When
        RuleSetException refused = catchThrowableOfType(RuleSetException.class, () -> RuleSetFormat.parse(bad));

        // Then
        assertThat(refused.faults())
                .extracting(RuleFault::place)
                .containsExactly("model", "version", "rules[1].alert.for", "probes[0].confidence");
        assertThat(refused)
                .hasMessageContaining("rules[1].alert.for: is \"long\", must be a time")
                .hasMessageContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "# nothing", "5", "[]", "shuttle", "null", "---", "\u0000", "{", "'", "\t"})
    void shouldRefuseWhatIsNoRuleSet(String text) {
        // When
        RuleSetException refused = catchThrowableOfType(RuleSetException.class, () -> RuleSetFormat.parse(text));

        // Then
        assertThat(refused.faults())
                .singleElement()
                .satisfies(each -> assertThat(each.place()).isEmpty());
    }

    @Test
    void shouldRefuseMoreThanSixtyFourRulesAndAHundredProbes() throws Exception {
        // Given
        String rule = "  - {name: r%d, when: a > 1, abstain: true}\n";
        String probe = "  - {expect: {fired: []}}\n";
        String rules = many(rule, RuleSet.MAX_RULES);
        String probes = probe.repeat(RuleSet.MAX_PROBES);

        // When
        RuleSet most = RuleSetFormat.parse(document(rules, probes));
        RuleSetException refused = catchThrowableOfType(
                RuleSetException.class,
                () -> RuleSetFormat.parse(document(many(rule, RuleSet.MAX_RULES + 1), probes + probe)));

        // Then
        assertThat(most.rules()).hasSize(64);
        assertThat(refused.faults())
                .extracting(RuleFault::toString)
                .containsExactly("rules: has 65 entries; the limit is 64", "probes: has 101 entries; the limit is 100");
    }

    @Test
    void shouldRefuseADocumentBeyondTheLimit() throws Exception {
        // Given
        String comment = "# " + "x".repeat(RuleSetFormat.MAX_BYTES);
        byte[] stored = RuleSetFormat.write(RuleSetFormat.parse(shuttle()));
        byte[] padded = (new String(stored, UTF_8) + " ".repeat(RuleSetFormat.MAX_BYTES)).getBytes(UTF_8);

        // When
        List<RuleSetException> refused = List.of(
                catchThrowableOfType(RuleSetException.class, () -> RuleSetFormat.parse(shuttle() + comment)),
                catchThrowableOfType(RuleSetException.class, () -> RuleSetFormat.read(padded)));

        // Then
        assertThat(refused).allSatisfy(each -> assertThat(each).hasMessageContaining("the limit is 262144"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"format\":1", "{}", "{\"format\":2}", "{\"format\":\"1\"}", "{\"format\":1}{}", "{'format':1}"
            })
    void shouldRefuseWhatIsNotStored(String json) {
        // When
        RuleSetException refused =
                catchThrowableOfType(RuleSetException.class, () -> RuleSetFormat.read(json.getBytes(UTF_8)));

        // Then
        assertThat(refused.faults()).isNotEmpty();
    }

    @Test
    void shouldRefuseBytesThatAreNoText() throws Exception {
        // Given
        byte[] stored = RuleSetFormat.write(RuleSetFormat.parse(shuttle()));
        stored[stored.length / 2] = (byte) 0xFF;

        // When
        RuleSetException refused = catchThrowableOfType(RuleSetException.class, () -> RuleSetFormat.read(stored));

        // Then
        assertThat(refused.faults()).hasSize(1);
    }

    private static String shuttle() throws IOException {
        return Files.readString(Path.of("src/test/resources/rules/shuttle.yaml"));
    }

    private static String document(String rules, String probes) {
        return "model: m\nversion: 1\nrules:\n" + rules + "probes:\n" + probes;
    }

    private static String many(String rule, int count) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rules.append(rule.formatted(i));
        }
        return rules.toString();
    }
}
