package io.elmstream.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.activity.LatencyHistogram;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies(3_600);

    @Test
    void shouldGiveEachSecondOfAPeriodItsLatency() {
        // When
        latencies.add(new Period(1_000_000, 1_003_000), of(20), 990);
        latencies.settle(1_001);
        latencies.settle(1_002);

        // Then
        assertThat(latencies.late().at(1_001)).isEqualTo(20);
        assertThat(latencies.late().at(1_002)).isEqualTo(20);
    }

    @Test
    void shouldAddLateLatencyToTheFirstSecondThatIsNotSettled() {
        // Given
        latencies.settle(1_010);

        // When
        latencies.add(new Period(1_000_000, 1_003_000), of(700), 1_010);
        latencies.settle(1_011);
        latencies.settle(1_012);

        // Then
        assertThat(latencies.late().at(1_010)).isNaN();
        assertThat(latencies.late().at(1_011)).isGreaterThanOrEqualTo(700 * 0.9);
        assertThat(latencies.late().at(1_012)).isNaN();
    }

    private static LatencyHistogram of(long millis) {
        return LatencyHistogram.of(new TreeMap<>(Map.of(millis, 10L)), 10 * millis);
    }
}
