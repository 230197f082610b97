package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.alert.AlertRule;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** detect-alerts behind batch-and-predict; its rules are in {@link DetectAlertsTest}. */
class AlertsOfPredictionsTest {

    private final InferenceDriver driver =
            new InferenceDriver(new AlertSettings(Set.of("right"), new AlertRule(2, 3, 0.6)));

    @BeforeEach
    void serve() {
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldRaiseAnAlertOfTheReadingsThatWerePredicted() {
        // When
        driver.send("pump-1", 1, 3);
        driver.send("pump-2", 1, 3);
        driver.send("pump-1", 1, 3);

        // Then
        assertThat(driver.predictions()).hasSize(3);
        assertThat(driver.alerts())
                .extracting(Alert::getSensorId, Alert::getChange, Alert::getVersion, Alert::getSourceOffset)
                .containsExactly(tuple("pump-1", AlertChange.RAISED, 1, 2L));
    }

    /** The micro-batch leaves at the commit, so the alert states must be flushed after it and not one commit later. */
    @Test
    void shouldLogTheStateInTheCommitThatMadeIt() {
        // When
        driver.send("pump-1", 1, 3);

        // Then
        assertThat(driver.loggedAlertStates()).isEqualTo(1);

        // When
        driver.send("pump-2", 3, 1);

        // Then
        assertThat(driver.loggedAlertStates())
                .describedAs("a healthy sensor writes no state")
                .isZero();
    }
}
