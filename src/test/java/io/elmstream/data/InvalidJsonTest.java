package io.elmstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[1, NaN]       | NaN is no number in JSON; write null for a missing value",
                "[1, -Infinity] | -Infinity is no number in JSON; write null for a missing value",
                "{\"a\": [1     | it ends too early",
                "{} {}          | Trailing token (of type START_OBJECT) found after value",
                "{a: 1}         | Unexpected character ('a' (code 97)): was expecting double-quote to start field name"
            })
    void shouldNameNothingOfTheParser(String text, String words) {
        // When
        JsonProcessingException problem =
                catchThrowableOfType(JsonProcessingException.class, () -> JSON.readTree(text));

        // Then
        assertThat(InvalidJson.words(problem.getOriginalMessage())).isEqualTo(words);
    }

    @Test
    void shouldSayThatSomethingIsTooLarge() {
        // When
        JsonProcessingException deep =
                catchThrowableOfType(JsonProcessingException.class, () -> JSON.readTree("[".repeat(2_000)));
        JsonProcessingException large =
                catchThrowableOfType(JsonProcessingException.class, () -> JSON.readValue("9".repeat(30), Long.class));

        // Then
        assertThat(InvalidJson.words(deep.getOriginalMessage()))
                .isEqualTo("a number, a name or a text in it is too long, or it is nested too deeply");
        assertThat(InvalidJson.words(large.getOriginalMessage())).isEqualTo("a whole number in it is too large");
    }
}
