package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.Called;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"5, 5000", "30s, 30000", "500ms, 500", "2m, 120000", "1h, 3600000", "0, 0"})
    void shouldReadATime(String text, long millis) {
        // When, then
        assertThat(new Durations().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"model publish x.elm", "model wait shuttle 1", "model rollback shuttle", "feed --data x.csv --rate 1"})
    void shouldRefuseWhatIsNoTimeEverywhere(String line) {
        // Given
        String option = line.startsWith("feed") ? "--wait" : "--timeout";

        // When
        Called called = Called.with((line + " " + option + " soon").split(" "));

        // Then
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.err()).contains(option, "500ms, 30s or 2m", "soon");
    }

    @Test
    void shouldWriteATimeAsPeopleReadIt() {
        // When, then
        assertThat(Durations.text(Duration.ofSeconds(30))).isEqualTo("30 s");
        assertThat(Durations.text(Duration.ofMillis(300))).isEqualTo("300 ms");
    }
}
