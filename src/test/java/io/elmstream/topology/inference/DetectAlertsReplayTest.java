package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.AlertRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is forgotten depends on predictions and store only. */
class DetectAlertsReplayTest {

    private static final long MINUTE = 60_000;
    private static final long START = 1_764_000_000_000L / MINUTE * MINUTE;
    private static final AlertSettings SETTINGS =
            new AlertSettings(Set.of("leak"), new AlertRule(2, 3, 0.6), Duration.ofMinutes(16), 3);

    private record Predicted(int minute, String sensor, String label) {}

    @Property(tries = 60)
    void shouldForgetTheSameWhereverATaskIsInterrupted(@ForAll("predictions") List<Predicted> predictions) {
        // Given
        List<Object> expected = play(predictions, predictions.size());

        // When
        List<Object> interrupted = play(predictions, predictions.size() / 2);

        // Then
        assertThat(interrupted).isEqualTo(expected);
    }

    /** States and alerts after each prediction. */
    private static List<Object> play(List<Predicted> predictions, int revived) {
        try (AlertsDriver driver = new AlertsDriver(SETTINGS)) {
            List<Object> seen = new ArrayList<>();
            for (int i = 0; i < predictions.size(); i++) {
                if (i == revived) {
                    driver.revive();
                }
                Predicted next = predictions.get(i);
                driver.predictAt(START + next.minute() * MINUTE, next.sensor(), next.label());
                assertThat(driver.stored()).isLessThanOrEqualTo(SETTINGS.maxStates());
                seen.add(driver.states());
                driver.alerts().forEach(alert -> seen.add(alert.value()));
            }
            return seen;
        }
    }

    @Provide
    Arbitrary<List<Predicted>> predictions() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.of("a", "b", "c", "d", "e"),
                        Arbitraries.of("leak", "leak", "normal"))
                .as(Predicted::new)
                .list()
                .ofMaxSize(40);
    }
}
