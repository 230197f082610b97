package io.elmstream.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
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
}
