package io.elmstream.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(strings = {"password=\"tiger77\"", "password='tiger77'", "password=tiger77", "clientSecret = tiger77"})
    void shouldKnowTheSecretOptionsOfALoginModuleAndNoOthers(String option) {
        // Given
        String jaas = "org.example.LoginModule required username=\"boiler\" " + option + ";";

        // When
        Set<String> known = Secrets.within(jaas);

        // Then
        assertThat(known).containsExactlyInAnyOrder(jaas, "tiger77");
        assertThat(Secrets.removed("boiler logs in with tiger77", known)).isEqualTo("boiler logs in with ******");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password=tiger 77           | password=****** 77",
                "password=\"tiger 77\" next   | password=\"******\" next",
                "password='tiger 77' next    | password='******' next",
                "password=ti'ger77 next      | password=****** next",
                "password=ti\\ger77 next     | password=****** next",
                "password=\\tiger next       | password=****** next",
                "password=\"ti\\\"ger\" next   | password=\"******\" next",
                "{\"password\":\"tiger\"}       | {\"password\":\"******\"}",
                "{\"m\":\"a password=\\\"tiger 77\\\" b\"}     | {\"m\":\"a password=\\\"******\\\" b\"}",
                "{\"m\":\"{\\\"password\\\":\\\"tiger\\\"}\"}   | {\"m\":\"{\\\"password\\\":\\\"******\\\"}\"}",
                "{\"m\":\"a token=tiger\"}    | {\"m\":\"a token=******\"}"
            })
    void shouldMaskWhatLooksLikeASecretInALog(String line, String masked) {
        // When
        String clean = Secrets.removed(line, Set.of());

        // Then
        assertThat(clean).isEqualTo(masked);
    }

    @Test
    void shouldMaskALongValueWithoutRunningOutOfStack() {
        // Given
        String value = "\\x".repeat(1_000_000);

        // When
        String clean = Secrets.removed("password=\"" + value + "\"", Set.of());

        // Then
        assertThat(clean).isEqualTo("password=\"******\"");
    }
}
