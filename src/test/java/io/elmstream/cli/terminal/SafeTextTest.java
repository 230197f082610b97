package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    private final StringWriter written = new StringWriter();
    private final Console console = new Console(new PrintWriter(written), new PrintWriter(written));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u009b2J",
                "\u001b]0;title\u0007",
                "a\rb",
                "a\nb",
                "a\bb",
                "\u007f",
                "\u202eabc",
                "\u2066abc\u2069",
                "\u2028",
                "\u0000",
                "\udb40\udc41"
            })
    void shouldWriteWhatATerminalWouldObeyAsEscapes(String text) {
        // When
        console.say(false, "<" + text + ">");
        console.fail(false, "CODE", "<" + text + ">", "");

        // Then
        assertThat(written.toString().strip()).contains("\\u").doesNotContain(text);
        assertThat(written.toString().lines()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u00dcberhitzt", "\u6e29\u5ea6", "\ud83d\ude00", "Fpv.Open", "%d {} $1 \\u0041", "\u05d0\u05d1"
            })
    void shouldLeaveLettersAlone(String text) {
        // When, then
        assertThat(SafeText.of(text)).isEqualTo(text);
    }

    @Property(tries = 300)
    void shouldKeepJsonWhatItIs(@ForAll String text) throws JsonProcessingException {
        // When
        written.getBuffer().setLength(0);
        console.json(Map.of("label", text));

        // Then
        assertThat(new ObjectMapper().readTree(written.toString()).get("label").asText())
                .isEqualTo(text);
        assertThat(written.toString().strip().codePoints()).noneMatch(Character::isISOControl);
    }
}
