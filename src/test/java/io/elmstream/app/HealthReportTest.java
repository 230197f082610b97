package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.HealthReport.Status;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Compared;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.InstanceReport.Version;
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

    private static final HealthReport.Tasks TASKS =
            new HealthReport.Tasks(1, List.of(), List.of(), Map.of(), List.of(), 0);

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
        HealthReport report = HealthReport.of(inference, governor, Set.of(), TASKS, Map.of());

        // Then
        assertThat(report.status()).isEqualTo(status);
        assertThat(report.isReady()).isEqualTo(httpStatus == 200);
        assertThat(report.isLive()).isEqualTo(status != Status.DOWN);
    }

    @Test
    void shouldSayWhatInferenceWaitsFor() {
        // When
        HealthReport report = HealthReport.of(
                State.RUNNING,
                State.RUNNING,
                Set.of("a champion of model b", "a champion of model a"),
                TASKS,
                Map.of());

        // Then
        assertThat(report.status()).isEqualTo(Status.WAITING);
        assertThat(report.isReady()).isFalse();
        assertThat(report.isLive()).isTrue();
        assertThat(report.waitsFor()).containsExactly("a champion of model a", "a champion of model b");
        assertThat(report.reasons())
                .containsExactly("waits for a champion of model a", "waits for a champion of model b");
    }

    @Test
    void shouldBeDownRatherThanWaiting() {
        // When, then
        assertThat(HealthReport.of(State.ERROR, State.RUNNING, Set.of("a model"), TASKS, Map.of())
                        .status())
                .isEqualTo(Status.DOWN);
    }

    @Test
    void shouldBeStalledButAliveWhileATaskDoesNotMove() {
        // Given
        HealthReport.Tasks tasks =
                new HealthReport.Tasks(1, List.of("readings-0 stands"), List.of(), Map.of(), List.of(), 0);

        // When
        HealthReport report = HealthReport.of(State.RUNNING, State.RUNNING, Set.of(), tasks, Map.of());

        // Then
        assertThat(report.status()).isEqualTo(Status.STALLED);
        assertThat(report.isReady()).isFalse();
        assertThat(report.isLive()).isTrue();
    }

    @Test
    void shouldBeDownWithoutThreads() {
        // Given
        HealthReport.Tasks tasks = new HealthReport.Tasks(0, List.of(), List.of(), Map.of(), List.of(), 0);

        // When, then
        assertThat(HealthReport.of(State.RUNNING, State.RUNNING, Set.of(), tasks, Map.of())
                        .isLive())
                .isFalse();
    }

    @Test
    void shouldNotBeUpWhenNobodyLooks() {
        // Given
        HealthReport report = HealthReport.of(State.RUNNING, State.RUNNING, Set.of(), TASKS, Map.of());

        // When
        HealthReport stale = report.aged(HealthReport.FRESH.plusSeconds(1));

        // Then
        assertThat(report.aged(HealthReport.FRESH).status()).isEqualTo(Status.UP);
        assertThat(stale.status()).isEqualTo(Status.STALLED);
        assertThat(stale.ageMillis()).isEqualTo(16_000);
        assertThat(stale.problems()).containsExactly("no health sample for 16 s");
    }

    @Test
    void shouldTellOfEachModel() {
        // Given
        Map<ModelId, InstanceReport.Model> models = Map.of(
                new ModelId("a"),
                        new InstanceReport.Model(
                                new ModelId("a"),
                                5,
                                OptionalInt.of(2),
                                List.of(
                                        new Version(1, Readiness.FAILED, Optional.of("probe 0 differs"), 1, 0, 0, 0),
                                        new Version(2, Readiness.READY, Optional.empty(), 1, 7, 0, 0),
                                        new Version(3, Readiness.PREPARING, Optional.empty(), 0, 0, 0, 0)),
                                Optional.of(new Compared(5, new Comparison(100, 90, Map.of(), 0, 0, 0, 0)))),
                new ModelId("b"),
                        new InstanceReport.Model(
                                new ModelId("b"), 0, OptionalInt.empty(), List.of(), Optional.empty()));

        // When
        HealthReport report = HealthReport.of(State.RUNNING, State.RUNNING, Set.of(), TASKS, models);

        // Then
        assertThat(report.models())
                .containsOnly(
                        Map.entry(
                                "a",
                                new HealthReport.Model(
                                        2,
                                        5L,
                                        List.of(3),
                                        Map.of(1, "probe 0 differs"),
                                        "100 readings compared, 90.00 % agreed")),
                        Map.entry("b", new HealthReport.Model(null, 0, List.of(), Map.of(), null)));
        assertThat(report.warnings()).containsExactly("version 1 of model a cannot serve here: probe 0 differs");
        assertThat(report.status()).isEqualTo(Status.UP);
    }
}
