package io.elmstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelHistoryCommandTest {

    @ParameterizedTest
    @CsvSource({
        "promoted by request 3987ff34-96e6-4e7d-83e9-582462522360, promoted by request 3987ff34",
        "activated by request nightly-2026-11-26, activated by request nightly-2026-11-26"
    })
    void shouldShortenRequestIdsThatAreUuids(String reason, String shown) {
        // When, then
        assertThat(ModelHistoryCommand.inShort(reason)).isEqualTo(shown);
    }
}
