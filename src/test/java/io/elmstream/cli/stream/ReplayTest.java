package io.elmstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.cli.terminal.CommandFailure;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final Instant FIRST = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void shouldShortenTheDistancesOfTheEventTimes() {
        // Given
        Replay replay = Replay.parse("60x", "--speed");

        // Then
        assertThat(replay.due(5, FIRST, FIRST)).isEqualTo(5);
        assertThat(replay.due(5, FIRST, FIRST.plusSeconds(60))).isEqualTo(1_000_000_005);
        assertThat(replay.due(5, FIRST, FIRST.minusSeconds(60))).isLessThan(5);
        assertThat(Replay.parse("0.5", "--speed").due(0, FIRST, FIRST.plusMillis(1)))
                .isEqualTo(2_000_000);
    }

    @Test
    void shouldRefuseWhatIsNoSpeed() {
        for (String text : new String[] {"", "x", "0x", "-1", "fast", "NaN"}) {
            assertThatThrownBy(() -> Replay.parse(text, "--speed"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("--speed must be a number above 0, such as 60x");
        }
    }
}
