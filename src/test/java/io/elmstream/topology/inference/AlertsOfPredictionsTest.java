package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.alert.AlertRule;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.Mappings;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** detect-alerts behind batch-and-predict; its rules are in {@link DetectAlertsTest}. */
class AlertsOfPredictionsTest {

    private InferenceDriver driver = new InferenceDriver(alerts(new AlertRule(2, 3, 0.6)));

    private static AlertSettings alerts(AlertRule rule) {
        return new AlertSettings(Set.of("right"), rule);
    }

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

    @Test
    void shouldTellApartTheAlertsOfOneRecord() {
        // Given
        driver.close();
        Mappings pack = MappingParser.parse("readings", """
                {"sensor-readings": {"format": "json", "each": "values[]", "sensor": "device"}}""");
        driver = new InferenceDriver(
                settings -> settings.withMappings(pack).withAlerts(alerts(new AlertRule(1, 1, 0.6))));
        serve();
        String record = """
                {"device": "pump-1", "values": [
                  {"left": 1, "right": 3}, {"left": 3, "right": 1}, {"left": 1, "right": 3}]}""";

        // When
        driver.send("pump-1".getBytes(UTF_8), record.getBytes(UTF_8), new RecordHeaders(), 1_000);

        // Then
        List<Alert> alerts = driver.alerts();
        assertThat(alerts)
                .extracting(Alert::getChange, Alert::getSourceOffset, Alert::getSourceIndex)
                .containsExactly(
                        tuple(AlertChange.RAISED, 0L, 0),
                        tuple(AlertChange.CLEARED, 0L, 1),
                        tuple(AlertChange.RAISED, 0L, 2));
        assertThat(alerts.get(1).getId()).isEqualTo(alerts.get(0).getId());
        assertThat(alerts.get(2).getId()).isNotEqualTo(alerts.get(0).getId());
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
