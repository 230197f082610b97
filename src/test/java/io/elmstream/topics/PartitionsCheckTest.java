package io.elmstream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationLoader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionsCheckTest {

    @Test
    void shouldNameTheOneCommandWhereTheNumbersDiffer() {
        // When, then
        assertThat(PartitionsCheck.problem("readings", 4, "elm-alert-state-changelog", 2))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("readings has 4 partitions", "has 2", "Run: elmstream topics grow"));
        assertThat(PartitionsCheck.problem("readings", 4, "elm-alert-state-changelog", 4))
                .isEmpty();
    }

    @Test
    void shouldSayHowLabelsGetAsManyPartitionsAsReadings() {
        // When, then
        assertThat(PartitionsCheck.labelsProblem("labels", 4, "sensor-readings", 6, true))
                .isEqualTo("The topic labels (topics.labels) has 4 partitions, and the input topic sensor-readings has"
                        + " 6. A label is looked up where its reading is, so both must have the same number."
                        + " Run: elmstream topics grow");
        assertThat(PartitionsCheck.labelsProblem("labels", 4, "plc", 6, false))
                .endsWith("Increase the one that has fewer, or set learn.enabled to false.");
    }

    @Test
    void shouldRefuseAnIdThatBelongsToGovernors() {
        // When, then
        assertThatThrownBy(() -> ConfigurationLoader.load(
                                Optional.empty(),
                                Map.of("HOME", "/nowhere"),
                                Map.of(
                                        "application.id", "governor-of-elmstream",
                                        "bootstrap.servers", "localhost:9092",
                                        "registry.url", "http://localhost:8080"))
                        .configuration())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("governor-of-elmstream")
                .hasMessageContaining("choose another id");
    }

    @Test
    void shouldFindCommandsAboutAlertsOnAnotherNumberOfPartitions() {
        // When / Then
        assertThat(PartitionsCheck.controlProblem("plc", 6, "alert-control", 6)).isEmpty();
        assertThat(PartitionsCheck.controlProblem("plc", 6, "alert-control", 4))
                .contains("The topic alert-control (topics.alert-control) has 4 partitions, and the input topic plc has"
                        + " 6. A command goes to the partition of the reading that raised the alert, so both must have"
                        + " the same number. Run: elmstream topics grow, or increase alert-control to 6");
        assertThat(PartitionsCheck.controlProblem("plc", 4, "alert-control", 6).orElseThrow())
                .endsWith("Stop all instances, delete alert-control and create it again with 4, or set"
                        + " alerts.clear.enabled to false.");
    }
}
