package io.elmstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ComparisonHeadersTest {

    @Test
    void shouldReadWhatWasWritten() {
        // When / Then
        assertThat(ComparisonHeaders.gateStandsStill(ComparisonHeaders.of(Optional.of("no keys"))))
                .contains("no keys");
        assertThat(ComparisonHeaders.gateStandsStill(ComparisonHeaders.of(Optional.empty())))
                .isEmpty();
    }

    @Test
    void shouldTakeAHeaderWithoutAValueForNone() {
        // Given
        RecordHeaders headers = new RecordHeaders();
        headers.add("elmstream.gate.stands.still", null);

        // When / Then
        assertThat(ComparisonHeaders.gateStandsStill(headers)).isEmpty();
    }
}
