package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.batch.Rejection;
import io.elmstream.elm.Elm;
import io.elmstream.governor.Command;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.support.SmallModel;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElmstreamTestDriverTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ElmstreamTestDriver driver = driver(Optional.of(SmallModel.ID), AlertSettings.none());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldShareNoFilesWithAnotherDriver() {
        // Given
        champion(driver, 1);

        // When
        try (ElmstreamTestDriver other = driver(Optional.of(SmallModel.ID), AlertSettings.none())) {
            champion(other, 1);
        }
        champion(driver, 2);
        driver.advance(Duration.ofSeconds(1));
        driver.send(reading(null));

        // Then
        assertThat(driver.predictions())
                .singleElement()
                .satisfies(prediction -> assertThat(prediction.getVersion()).isEqualTo(2));
    }

    @Test
    void shouldPredictWithTheUsersModel() {
        // Given
        champion(driver, 1);

        // When
        driver.send(reading(null));

        // Then
        Elm elm = SmallModel.elm(1);
        double[] expected = elm.probabilities(row());
        assertThat(driver.predictions()).singleElement().satisfies(prediction -> {
            assertThat(prediction.getModelId()).isEqualTo(SmallModel.ID);
            assertThat(prediction.getVersion()).isEqualTo(1);
            assertThat(prediction.getRevision()).isEqualTo(1);
            assertThat(prediction.getEventTime()).isEqualTo(START);
            assertThat(prediction.getBatchSize()).isEqualTo(1);
            assertThat(elm.labels()).contains(prediction.getLabel());
            for (int c = 0; c < expected.length; c++) {
                assertThat((double) prediction.getProbabilities().get(c)).isCloseTo(expected[c], Offset.offset(1e-3));
            }
        });
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldGiveOnlyWhatIsNew() {
        // Given
        champion(driver, 1);
        driver.send(reading(null));
        driver.predictions();

        // When
        List<Prediction> again = driver.predictions();

        // Then
        assertThat(again).isEmpty();
    }

    @Test
    void shouldLetTheNextVersionTakeOverAfterTheGovernorsLead() {
        // Given
        champion(driver, 1);
        driver.advance(Duration.ofMinutes(1));

        // When
        ModelStatus answer = champion(driver, 2);
        driver.send(reading(null));
        driver.advance(Duration.between(START.plus(Duration.ofMinutes(1)), answer.getEffectiveFrom()));
        driver.send(reading(null));

        // Then
        assertThat(driver.predictions()).extracting(Prediction::getVersion).containsExactly(1, 2);
    }

    @Test
    void shouldSayWhyAModelIsRefused() {
        // When
        ModelStatus publish = driver.publish(SmallModel.ID, 1, new byte[] {1, 2, 3});
        ModelStatus activate = driver.activate(SmallModel.ID, 1);

        // Then
        assertThat(publish.getOutcome()).isEqualTo(CommandOutcome.REFUSED);
        assertThat(publish.getCode()).isEqualTo(RefusalReason.NOT_AN_ARTEFACT.name());
        assertThat(activate.getCode()).isEqualTo(RefusalReason.UNKNOWN_MODEL.name());
    }

    @Test
    void shouldTellDeadLettersByTheirReasons() {
        // Given
        driver.send(reading(null));
        champion(driver, 1);

        // When
        driver.send(reading("boiler"));
        driver.send(new SensorReading("s1", null, null, null, List.of(1f)));
        driver.send(new TestRecord<>(bytes("s1"), bytes("no reading"), START));

        // Then
        assertThat(driver.predictions()).isEmpty();
        List<DeadLetterHeaders> letters = driver.deadLetters();
        assertThat(letters)
                .extracting(DeadLetterHeaders::reason)
                .containsExactly(
                        Rejection.NO_MODEL.name(),
                        Rejection.NO_MODEL.name(),
                        Rejection.WRONG_WIDTH.name(),
                        Rejection.UNREADABLE.name());
        assertThat(letters).extracting(DeadLetterHeaders::offset).containsExactly(0L, 1L, 2L, 3L);
        assertThat(letters.get(1).message()).contains("boiler");
    }

    @Test
    void shouldRaiseAlertsByTheUsersSettings() {
        // Given
        AlertSettings alerts = new AlertSettings(Set.copyOf(SmallModel.labels()), new AlertRule(2, 3, 0));
        try (ElmstreamTestDriver alerting = driver(Optional.of(SmallModel.ID), alerts)) {
            champion(alerting, 1);

            // When
            alerting.send(reading(null));
            List<Alert> early = alerting.alerts();
            alerting.send(reading(null));

            // Then
            assertThat(early).isEmpty();
            assertThat(alerting.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getChange()).isEqualTo(AlertChange.RAISED);
                assertThat(alert.getSensorId()).isEqualTo("s1");
            });
        }
    }

    @Test
    void shouldNeedNoDefaultModelWhereReadingsNameTheirs() {
        // Given
        try (ElmstreamTestDriver naming = driver(Optional.empty(), AlertSettings.none())) {
            champion(naming, 1);

            // When
            naming.send(reading(SmallModel.ID));
            naming.send(reading(null));

            // Then
            assertThat(naming.predictions())
                    .extracting(Prediction::getSourceOffset)
                    .containsExactly(0L);
            assertThat(naming.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo(Rejection.NO_MODEL.name());
                assertThat(letter.message()).contains("models.default");
            });
        }
    }

    @Test
    void shouldPromoteAChallengerByItsGate() {
        // Given
        champion(driver, 1);
        driver.publish(SmallModel.ID, 2, SmallModel.artefact(SmallModel.ID, 2, 1));
        Gate gate = new Gate(3, OptionalDouble.empty(), OptionalDouble.of(1), 0);
        ModelStatus challenge =
                driver.challenge(SmallModel.ID, new Challenger(2, Mode.SHADOW, Share.ALL, Optional.of(gate)));
        driver.advance(Duration.ofSeconds(1));

        // When
        driver.send(reading(null));
        driver.send(reading(null));
        driver.report();
        driver.send(reading(null));
        driver.report();
        driver.advance(Duration.ofSeconds(10));
        driver.report();
        driver.report();
        driver.advance(Duration.ofSeconds(1));
        driver.send(reading(null));

        // Then
        assertThat(challenge.getRevision()).isEqualTo(2);
        assertThat(driver.shadowPredictions())
                .extracting(Prediction::getVersion)
                .containsExactly(2, 2, 2);
        assertThat(driver.predictions())
                .extracting(Prediction::getVersion, Prediction::getRevision)
                .containsExactly(tuple(1, 2L), tuple(1, 2L), tuple(1, 2L), tuple(2, 3L));
    }

    @Test
    void shouldTakeTheLastStepBackAtOnce() {
        // Given
        champion(driver, 1);
        champion(driver, 2);
        driver.advance(Duration.ofSeconds(1));
        driver.send(reading(null));

        // When
        driver.command(new Command.Rollback("r1", new ModelId(SmallModel.ID), 2, OptionalLong.of(2)));
        driver.send(reading(null));

        // Then
        assertThat(driver.predictions()).extracting(Prediction::getVersion).containsExactly(2, 1);
        assertThat(driver.models().get(SmallModel.ID).revision()).isEqualTo(3);
    }

    private static ElmstreamTestDriver driver(Optional<String> defaultModel, AlertSettings alerts) {
        BatchPolicy policy = new BatchPolicy(16, Duration.ofMillis(5));
        return new ElmstreamTestDriver(
                new InferenceSettings(Topics.standard(), policy, defaultModel, alerts, 1_000_000), START);
    }

    private static ModelStatus champion(ElmstreamTestDriver driver, int version) {
        driver.publish(SmallModel.ID, version, SmallModel.artefact(version));
        return driver.activate(SmallModel.ID, version);
    }

    private static SensorReading reading(@Nullable String model) {
        return new SensorReading("s1", model, null, null, SmallModel.FEATURES);
    }

    private static float[] row() {
        float[] row = new float[SmallModel.FEATURES.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = SmallModel.FEATURES.get(i);
        }
        return row;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
