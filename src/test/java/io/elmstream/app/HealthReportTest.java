package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.HealthReport.Status;
import io.elmstream.governor.InstanceReport.Compared;
import io.elmstream.governor.InstanceReport.Readiness;
import io.elmstream.governor.InstanceReport.Version;
import io.elmstream.governor.InstanceReport;
import io.elmstream.rollout.Comparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthReportTest {

    @ParameterizedTest
    @CsvSource({
        "RUNNING, RUNNING, UP, 200",
        "REBALANCING, RUNNING, UP, 200",
        "ERROR, RUNNING, DOWN, 503",
        "RUNNING, ERROR, DOWN, 503",
        "PENDING_SHUTDOWN, RUNNING, DOWN, 503",
        "RUNNING, NOT_RUNNING, DOWN, 503",
    })
    void shouldBeUpWhileBothApplicationsRun(State inference, State governor, Status status, int httpStatus) {
        // When
        HealthReport report = HealthReport.of(inference, governor, Set.of(), Map.of());

        // Then
        assertThat(report.status()).isEqualTo(status);
        assertThat(report.httpStatus()).isEqualTo(httpStatus);
    }

    @Test
    void shouldSayWhatInferenceWaitsFor() {
        // When
        HealthReport report =
                HealthReport.of(State.RUNNING, State.RUNNING, Set.of("a champion of model b", "a champion of model a"), Map.of());

        // Then
        assertThat(report.status()).isEqualTo(Status.WAITING);
        assertThat(report.httpStatus()).isEqualTo(503);
        assertThat(report.waitsFor()).containsExactly("a champion of model a", "a champion of model b");
    }

    @Test
    void shouldBeDownRatherThanWaiting() {
        // When, then
        assertThat(HealthReport.of(State.ERROR, State.RUNNING, Set.of("a model"), Map.of()).status()).isEqualTo(Status.DOWN);
    }

    @Test
    void shouldTellOfEachModel() {
        // Given
        Map<String, InstanceReport.Model> models = Map.of(
                "a", new InstanceReport.Model("a", 5, OptionalInt.of(2), List.of(
                        new Version(1, Readiness.FAILED, Optional.of("probe 0 differs"), 1, 0, 0, 0),
                        new Version(2, Readiness.READY, Optional.empty(), 1, 7, 0, 0),
                        new Version(3, Readiness.PREPARING, Optional.empty(), 0, 0, 0, 0)),
                        Optional.of(new Compared(5, new Comparison(100, 90, Map.of(), 0, 0, 0, 0)))),
                "b", new InstanceReport.Model("b", 0, OptionalInt.empty(), List.of(), Optional.empty()));

        // When
        HealthReport report = HealthReport.of(State.RUNNING, State.RUNNING, Set.of(), models);

        // Then
        assertThat(report.models()).containsOnly(
                Map.entry("a", new HealthReport.Model(2, 5L, List.of(3), Map.of(1, "probe 0 differs"),
                        "100 readings compared, 90.00 % agreed")),
                Map.entry("b", new HealthReport.Model(null, 0, List.of(), Map.of(), null)));
        assertThat(report.status()).isEqualTo(Status.UP);
    }
}
