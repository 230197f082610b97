package io.elmstream.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

class BadConditionsTest {

    private static final RuleCompiler COMPILER = new RuleCompiler();

    @ParameterizedTest
    @CsvFileSource(resources = "/rules/conditions.csv", delimiterString = "-->", quoteCharacter = '~')
    void shouldSayWhatIsWrongAndWhatToWrite(String condition, String words) {
        // When
        RuleSetException refused = refused(condition);

        // Then
        assertThat(refused.faults()).allSatisfy(each -> assertThat(each.place()).isEqualTo("rules[0].when"));
        assertThat(refused.faults().stream()
                        .map(each -> each.message().replace("rule rule-0, ", ""))
                        .collect(Collectors.joining(" / ")))
                .isEqualTo(words);
    }

    @Test
    void shouldReportTheFaultsOfAllConditions() {
        // When
        RuleSetException refused = refused("a > 1", "label = 'x'", "a == 1\n  && label == 2");

        // Then
        assertThat(refused.faults())
                .extracting(RuleFault::toString)
                .containsExactly(
                        "rules[1].when: rule rule-1, column 7, at = 'x': one = does not compare; write ==",
                        "rules[2].when: rule rule-2, column 3, at == 1: a is a number and 1 is a whole number;"
                                + " == takes values of one kind. Write 1.0",
                        "rules[2].when: rule rule-2, line 2, column 12, at == 2: label is a text and 2 is a whole"
                                + " number; == takes values of one kind. Write '2'");
    }

    @Test
    void shouldShowTheColumnInCharacters() {
        // When
        RuleSetException refused = refused("label == '🌡🌡' || temperature = 1.0");

        // Then
        assertThat(refused).hasMessageContaining("column 30, at = 1.0");
    }

    static Stream<String> shouldEndSoonWithAClearAnswer() {
        return Stream.of(
                "(".repeat(4_000),
                "[".repeat(4_000),
                "{".repeat(4_000),
                "!".repeat(3_999) + "x",
                "-".repeat(3_999) + "x",
                "- ".repeat(1_999) + "1",
                "a?".repeat(2_000),
                "a?b:".repeat(1_000),
                "(a ? ".repeat(700) + "1",
                "a.".repeat(2_000),
                "a[".repeat(2_000),
                "a(".repeat(2_000),
                "a+".repeat(1_999) + "a",
                "a&&".repeat(1_333) + "a",
                "a||".repeat(1_333) + "a",
                "a<".repeat(1_999) + "a",
                "[[".repeat(100) + "]]".repeat(100),
                "x in [" + "1,".repeat(1_990) + "1]",
                "a > " + "9".repeat(3_990),
                "a > 0." + "1".repeat(3_990) + " b",
                "a > 1e" + "9".repeat(3_990),
                "label == '" + "x".repeat(3_980),
                "label == " + "'".repeat(3_980),
                "\"".repeat(4_000),
                "'''".repeat(1_333),
                "// ".repeat(1_333),
                "\\".repeat(4_000),
                "\u0000".repeat(4_000),
                "\ud800".repeat(4_000),
                "\ufeff a > 1.0 =",
                "\u202e a > 1.0",
                "🌡".repeat(2_000),
                "a > 1.0" + " ".repeat(4_000),
                " ".repeat(4_001),
                "x".repeat(100_000),
                "(".repeat(120) + "a > 1.0" + ")".repeat(119),
                "(".repeat(300) + "a > 1.0" + ")".repeat(300),
                "a{".repeat(2_000),
                "a{b:".repeat(1_000),
                "{1:".repeat(1_300));
    }

    @ParameterizedTest
    @MethodSource
    @Timeout(20)
    void shouldEndSoonWithAClearAnswer(String condition) {
        // When
        RuleSetException refused = refused(condition);

        // Then
        assertThat(refused.faults())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.message())
                        .startsWith("rule rule-0, ")
                        .doesNotContain("Exception", "cannot be compiled", "CEL:")
                        .hasSizeLessThan(300));
    }

    @Test
    @Timeout(60)
    void shouldRefuseDeepConditionsOnASmallStack() throws Exception {
        // Given
        Thread small = new Thread(
                null,
                () -> shouldEndSoonWithAClearAnswer().forEach(this::shouldEndSoonWithAClearAnswer),
                "small stack",
                128 * 1024);
        Throwable[] failure = new Throwable[1];
        small.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);

        // When
        small.start();
        small.join(Duration.ofSeconds(55).toMillis());

        // Then
        assertThat(failure[0]).isNull();
        assertThat(small.isAlive()).isFalse();
    }

    @Test
    void shouldTakeTheMostNodes() {
        // Given: 199 and 201
        String most = "!(".repeat(196) + "a > 1.0" + ")".repeat(196);
        String wide = "abstained" + " || abstained".repeat(99);
        String tooMany = wide + " || abstained";

        // When
        RuleSetException refused = refused(tooMany);

        // Then
        assertThatCode(() -> COMPILER.compile(Conditions.set(most, wide))).doesNotThrowAnyException();
        assertThat(refused)
                .hasMessageContaining(
                        "the condition has 201 names, constants and operators, and the limit is 200; split it");
    }

    /** Words of the language in any order: refused, unless they happen to be a condition, and nothing else. */
    @Test
    void shouldNeverFailOtherwise() {
        // Given
        String[] words = {
            "a",
            "label",
            "version",
            "sensor",
            "abstained",
            "features",
            "'x'",
            "1",
            "2.5",
            "&&",
            "||",
            "!",
            "==",
            "!=",
            "<",
            ">=",
            "+",
            "-",
            "*",
            "/",
            "%",
            "?",
            ":",
            "in",
            "[",
            "]",
            "(",
            ")",
            ",",
            ".",
            "{",
            "}",
            "true",
            "null",
            "size",
            "'",
            "\"",
            "\\",
            "=",
            "0",
            "1u",
            "b'x'",
            "//",
            "\n"
        };
        Random random = new Random(12);
        int refusals = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder("a");
            for (int word = random.nextInt(12); word >= 0; word--) {
                text.append(' ').append(words[random.nextInt(words.length)]);
            }

            // When
            try {
                COMPILER.compile(Conditions.set(text.toString()));
            } catch (RuleSetException e) {
                refusals++;
                assertThat(e.faults()).isNotEmpty();
                assertThat(e)
                        .describedAs("%s", text)
                        .hasMessageNotContaining("CEL:")
                        .hasMessageNotContaining("cannot be compiled");
            }
        }

        // Then
        assertThat(refusals).isGreaterThan(2_500);
    }

    private static RuleSetException refused(String... conditions) {
        return catchThrowableOfType(RuleSetException.class, () -> COMPILER.compile(Conditions.set(conditions)));
    }
}
