package io.elmstream.readings;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.TimeForm.Epoch;
import io.elmstream.readings.TimeForm.Pattern;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TimeFormTest {

    @Test
    void shouldReadNumbersOfAnyUnitRoundedDown() {
        assertThat(Epoch.SECONDS.millis(1_594_512_094.38)).hasValue(1_594_512_094_380L);
        assertThat(Epoch.SECONDS.millis(1_594_512_094L)).hasValue(1_594_512_094_000L);
        assertThat(Epoch.SECONDS.millis("1594512094.3859870")).hasValue(1_594_512_094_385L);
        assertThat(Epoch.MILLIS.millis(-1.5)).hasValue(-2);
        assertThat(Epoch.MICROS.millis(1_999L)).hasValue(1);
        assertThat(Epoch.NANOS.millis(-1L)).hasValue(-1);
        assertThat(Epoch.NANOS.millis(1.594512094385987e18)).hasValue(1_594_512_094_385L);
    }

    @Test
    void shouldRefuseNumbersOutOfRange() {
        assertThat(Epoch.SECONDS.millis(Long.MAX_VALUE)).isEmpty();
        assertThat(Epoch.SECONDS.millis(1e300)).isEmpty();
        assertThat(Epoch.MILLIS.millis(Double.NaN)).isEmpty();
        assertThat(Epoch.MILLIS.millis("1e9")).isEmpty();
        assertThat(Epoch.MILLIS.millis("0x10")).isEmpty();
        assertThat(Epoch.SECONDS.millis("9".repeat(39))).isEmpty();
        assertThat(Epoch.SECONDS.millis("")).isEmpty();
    }

    @Test
    void shouldReadTextsOfAPattern() {
        // Given
        Pattern local =
                new Pattern(DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm", Locale.ROOT), ZoneId.of("Europe/Berlin"));
        Pattern day = new Pattern(DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT), ZoneId.of("UTC"));

        // Then
        assertThat(local.millis("26.11.2026 08:00")).hasValue(millis("2026-11-26T07:00:00Z"));
        assertThat(day.millis("20261126")).hasValue(millis("2026-11-26T00:00:00Z"));
        assertThat(Pattern.ISO.millis("2026-11-26T08:00:00.25+01:00")).hasValue(millis("2026-11-26T07:00:00.250Z"));
        assertThat(Pattern.ISO.millis("2026-11-26T08:00:00")).hasValue(millis("2026-11-26T08:00:00Z"));
        assertThat(local.millis("2026-11-26")).isEmpty();
        assertThat(Pattern.ISO.millis("")).isEmpty();
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
