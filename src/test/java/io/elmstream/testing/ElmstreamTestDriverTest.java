package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.batch.Rejection;
import io.elmstream.config.ConfigurationException;
import io.elmstream.elm.Elm;
import io.elmstream.governor.RefusalReason;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.support.SmallModel;
import io.elmstream.support.SparkplugText;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElmstreamTestDriverTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ElmstreamTestDriver driver = driver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldShareNoFilesWithAnotherDriver() {
        // Given
        champion(driver, 1);

        // When
        try (ElmstreamTestDriver other = driver()) {
            champion(other, 1);
        }
        champion(driver, 2);
        driver.advance(Duration.ofSeconds(1));
        driver.pipe(reading(null));

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
        driver.pipe(reading(null));

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
        driver.pipe(reading(null));
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
        driver.pipe(reading(null));
        driver.advanceTo(answer.getEffectiveFrom());
        driver.pipe(reading(null));

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
        driver.pipe(reading(null));
        champion(driver, 1);

        // When
        driver.pipe(reading("boiler"));
        driver.pipe(new SensorReading("s1", null, null, null, List.of(1f)));
        driver.pipe(new TestRecord<>(bytes("s1"), bytes("no reading"), START));

        // Then
        assertThat(driver.predictions()).isEmpty();
        List<DeadLetter> letters = driver.deadLetters();
        assertThat(letters)
                .extracting(DeadLetter::reason)
                .containsExactly(Rejection.NO_MODEL, Rejection.NO_MODEL, Rejection.WRONG_WIDTH, Rejection.UNREADABLE);
        assertThat(letters).extracting(DeadLetter::offset).containsExactly(0L, 1L, 2L, 3L);
        assertThat(letters.get(1).message()).contains("boiler");
        assertThat(letters.get(3).key()).contains("s1");
        assertThat(letters.get(3).value())
                .hasValueSatisfying(value -> assertThat(value).isEqualTo(bytes("no reading")));
    }

    @Test
    void shouldRaiseAlertsByTheUsersSettings() {
        // Given
        ElmstreamTestDriver.Builder alerts = ElmstreamTestDriver.builder()
                .set("models.default", SmallModel.ID)
                .set("alerts.labels", SmallModel.labels())
                .set("alerts.n", 2)
                .set("alerts.m", 3)
                .set("alerts.min.confidence", 0.0);
        try (ElmstreamTestDriver alerting = alerts.build()) {
            champion(alerting, 1);

            // When
            alerting.pipe(reading(null));
            List<Alert> early = alerting.alerts();
            AlertStanding before = alerting.alertStanding(SmallModel.ID, "s1");
            alerting.pipe(reading(null));

            // Then
            assertThat(early).isEmpty();
            assertThat(before).isEqualTo(new AlertStanding(false, 1));
            assertThat(alerting.alertStanding(SmallModel.ID, "s1")).isEqualTo(new AlertStanding(true, 2));
            assertThat(alerting.alertStanding(SmallModel.ID, "s2")).isEqualTo(new AlertStanding(false, 0));
            assertThat(alerting.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getChange()).isEqualTo(AlertChange.RAISED);
                assertThat(alert.getSensorId()).isEqualTo("s1");
            });
        }
    }

    @Test
    void shouldCompleteMessagesOfEdgeNodesWithTheirBirths() throws IOException {
        // Given
        String features = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "\"sensor" + i + "\": \""
                        + List.of("Temp/Inlet", "Rate").get(i % 2) + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
        ElmstreamTestDriver.Builder edge = ElmstreamTestDriver.builder()
                .set("models.default", SmallModel.ID)
                .set("readings", "{\"edge\": {\"format\": \"sparkplug\", \"features\": " + features + "}}");
        try (ElmstreamTestDriver driven = edge.build()) {
            champion(driven, 1);

            // When
            for (SparkplugText message :
                    SparkplugText.messages(Files.readString(Path.of("src/test/resources/layouts/sparkplug.txtpb")))) {
                driven.pipe("edge", new TestRecord<>(message.key(), message.value()));
            }

            // Then
            assertThat(driven.predictions())
                    .extracting(prediction -> prediction.getSensorId() + " " + prediction.getSourceIndex())
                    .containsExactly("hall/edge-2/oven-1 0", "hall/edge-2/oven-1 1");
            assertThat(driven.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.reason()).isEqualTo(Rejection.NO_BIRTH));
        }
    }

    @Test
    void shouldGiveOutputsInTheFormOfTheUsersSettingsAndReadThem() {
        // Given
        ElmstreamTestDriver.Builder json = ElmstreamTestDriver.builder()
                .set("models.default", SmallModel.ID)
                .set("alerts.labels", SmallModel.labels())
                .set("alerts.n", 1)
                .set("alerts.min.confidence", 0.0)
                .set("predictions.format", "json")
                .set("predictions.cloudevents", true);
        try (ElmstreamTestDriver driven = json.build()) {
            champion(driven, 1);

            // When
            driven.pipe(reading(null));
            List<Prediction> predictions = driven.predictions();
            List<Alert> alerts = driven.alerts();
            driven.pipe(reading(null));

            // Then
            assertThat(predictions)
                    .singleElement()
                    .satisfies(
                            prediction -> assertThat(prediction.getSensorId()).isEqualTo("s1"));
            assertThat(alerts)
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.getChange()).isEqualTo(AlertChange.RAISED));
            assertThat(driven.records("predictions")).singleElement().satisfies(record -> {
                assertThat(new String(record.value(), StandardCharsets.UTF_8)).startsWith("{\"sensorId\":\"s1\",");
                assertThat(record.headers().lastHeader("ce_id")).isNotNull();
            });
            assertThat(driven.predictions()).isEmpty();
            assertThatThrownBy(() -> driven.records("sensor-readings"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'sensor-readings' has no outcomes")
                    .hasMessageContaining("dead-letters");
        }
    }

    @Test
    void shouldNeedNoDefaultModelWhereReadingsNameTheirs() {
        // Given
        try (ElmstreamTestDriver naming = ElmstreamTestDriver.builder().build()) {
            champion(naming, 1);

            // When
            naming.pipe(reading(SmallModel.ID));
            naming.pipe(reading(null));

            // Then
            assertThat(naming.predictions())
                    .extracting(Prediction::getSourceOffset)
                    .containsExactly(0L);
            assertThat(naming.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo(Rejection.NO_MODEL);
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
        driver.pipe(reading(null));
        driver.pipe(reading(null));
        driver.report();
        driver.pipe(reading(null));
        driver.report();
        driver.advance(Duration.ofSeconds(10));
        driver.report();
        driver.report();
        driver.advance(Duration.ofSeconds(1));
        driver.pipe(reading(null));

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
        driver.pipe(reading(null));

        // When
        driver.rollback(SmallModel.ID);
        driver.pipe(reading(null));

        // Then
        assertThat(driver.predictions()).extracting(Prediction::getVersion).containsExactly(2, 1);
        assertThat(driver.inForce(SmallModel.ID, driver.eventTime()))
                .contains(new VersionsInForce(1, 1, Optional.empty()));
    }

    @Test
    void shouldScoreReadingsByTheVersionOfTheirEventTime() {
        // Given
        champion(driver, 1);
        driver.advance(Duration.ofMinutes(1));
        Instant second = START.plusSeconds(120);
        driver.publish(SmallModel.ID, 2, SmallModel.artefact(2));
        driver.activate(SmallModel.ID, 2, second);

        // When
        driver.advanceWallClock(Duration.ofMinutes(10));
        driver.pipe(reading(null));
        driver.advanceEventTime(Duration.ofMinutes(1));
        driver.pipe(reading(null));

        // Then
        assertThat(driver.now()).isEqualTo(START.plusSeconds(660));
        assertThat(driver.predictions())
                .extracting(Prediction::getEventTime, Prediction::getVersion)
                .containsExactly(tuple(second.minusSeconds(60), 1), tuple(second, 2));
        assertThat(driver.inForce(SmallModel.ID, second.minusMillis(1)))
                .contains(new VersionsInForce(1, 1, Optional.empty()));
        assertThat(driver.inForce(SmallModel.ID, second)).contains(new VersionsInForce(2, 2, Optional.empty()));
        assertThat(driver.inForce("boiler", second)).isEmpty();
    }

    @Test
    void shouldMoveNoClockBack() {
        assertThatIllegalArgumentException().isThrownBy(() -> driver.advance(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> driver.advanceEventTime(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> driver.advanceTo(START.minusSeconds(1)));
        assertThat(driver.now()).isEqualTo(START);
        assertThat(driver.eventTime()).isEqualTo(START);
    }

    @Test
    void shouldPromoteAndRetireByCommand() {
        // Given
        champion(driver, 1);
        driver.publish(SmallModel.ID, 2, SmallModel.artefact(2));
        Challenger canary = new Challenger(2, Mode.CANARY, Share.ALL, Optional.empty());
        driver.advanceTo(driver.challenge(SmallModel.ID, canary).getEffectiveFrom());
        Optional<VersionsInForce> tried = driver.inForce(SmallModel.ID, driver.eventTime());

        // When
        ModelStatus promoted = driver.promote(SmallModel.ID);
        ModelStatus retired = driver.retire(SmallModel.ID, 1);

        // Then
        assertThat(tried).contains(new VersionsInForce(2, 1, Optional.of(canary)));
        assertThat(promoted.getChampion()).isEqualTo(2);
        assertThat(retired.getCode()).isEqualTo(RefusalReason.STILL_NAMED.name());
    }

    @Test
    void shouldSwitchLearningOnAndOff() {
        // Given
        champion(driver, 1);

        // When
        ModelStatus on = driver.learn(SmallModel.ID, new Learning(true, Mode.CANARY, new Share(500), Optional.empty()));
        ModelStatus off = driver.learn(SmallModel.ID, Learning.OFF);

        // Then
        assertThat(on.getMessage()).endsWith(" is on, versions as canary for 5 %");
        assertThat(off.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        assertThat(off.getRevision()).isEqualTo(1);
    }

    @Test
    void shouldSayThatLabelsNeedALearner() {
        // When, then
        assertThatIllegalStateException()
                .isThrownBy(() -> driver.label("s1", START, "High"))
                .withMessageContaining("learn.enabled");
    }

    @Test
    void shouldPublishAFileThatIsTooLargeForOneRecord() {
        // Given
        byte[] large = SmallModel.large(1, 1_000_000);

        // When
        ModelStatus published = driver.publish(SmallModel.ID, 1, large);
        driver.activate(SmallModel.ID, 1);
        driver.pipe(reading(null));

        // Then
        assertThat(published.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        assertThat(driver.predictions()).hasSize(1);
    }

    @Test
    void shouldTakeTheGovernorsSettingsToo() {
        // Given
        try (ElmstreamTestDriver strict = ElmstreamTestDriver.builder()
                .set("governor.max.artefact.bytes", 1_000)
                .build()) {
            // When
            ModelStatus answer = strict.publish(SmallModel.ID, 1, SmallModel.large(1, 10_000));

            // Then
            assertThat(answer.getCode()).isEqualTo(RefusalReason.TOO_LARGE.name());
        }
    }

    @Test
    void shouldSayWhichSettingIsWrong() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ElmstreamTestDriver.builder()
                        .set("alert.labels", "High")
                        .build())
                .withMessage("alert.labels (set in code) is not a key. Did you mean alerts.labels?");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        ElmstreamTestDriver.builder().set("alerts.n", "many").build())
                .withMessage("alerts.n is \"many\" (set in code), but must be a whole number, 1 to 64");
    }

    @Test
    void shouldPutSettingsOverThoseOfAFile(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.writeString(
                folder.resolve("elmstream.yaml"),
                "bootstrap.servers: kafka:9092\nmodels.default: boiler\ntopics.predictions: scores\n");

        // When
        try (ElmstreamTestDriver configured = ElmstreamTestDriver.builder()
                .config(file)
                .set("models.default", SmallModel.ID)
                .build()) {
            champion(configured, 1);
            configured.pipe(reading(null));

            // Then
            assertThat(configured.predictions())
                    .extracting(Prediction::getModelId)
                    .containsExactly(SmallModel.ID);
        }
    }

    @Test
    void shouldCloseTwiceWithoutHarm() {
        // Given
        champion(driver, 1);

        // When
        driver.close();

        // Then
        assertThatNoException().isThrownBy(driver::close);
    }

    @Test
    void shouldRefuseToWorkWhenItIsClosed() {
        // Given
        ElmstreamTestDriver driver = driver();
        champion(driver, 1);

        // When
        driver.close();
        driver.close();

        // Then
        List<ThrowingCallable> calls = List.of(
                () -> driver.pipe(reading(null)),
                driver::predictions,
                driver::alerts,
                () -> driver.activate(SmallModel.ID, 1),
                () -> driver.advance(Duration.ofSeconds(1)),
                () -> driver.alertStanding(SmallModel.ID, "s1"));
        assertThat(calls)
                .allSatisfy(call ->
                        assertThatIllegalStateException().isThrownBy(call).withMessage("the driver is closed"));
    }

    @Test
    void shouldJudgePredictionsByTheUsersRuleSet() {
        // Given
        String rules = """
                model: %s
                version: 1
                rules: [{name: all, when: confidence >= 0, label: Ruled, alert: {text: all of them, severity: info}}]
                probes: [{confidence: 0.5, expect: {fired: [all]}}]
                """.formatted(SmallModel.ID);
        try (ElmstreamTestDriver ruled = ElmstreamTestDriver.builder()
                .set("models.default", SmallModel.ID)
                .set("rules.enabled", true)
                .startAt(START)
                .build()) {
            champion(ruled, 1);

            // When
            ModelStatus published = ruled.publishRules(rules);
            ModelStatus active = ruled.activate(SmallModel.ID + ".rules", 1);
            ruled.advanceTo(active.getEffectiveFrom());
            ruled.pipe(reading(null));

            // Then
            assertThat(published.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
            assertThat(ruled.predictions())
                    .extracting(Prediction::getLabel, Prediction::getRules)
                    .containsExactly(tuple("Ruled", List.of("all")));
            assertThat(ruled.alerts()).extracting(Alert::getMessage).containsExactly("all of them");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithARuleSet() {
        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.publishRules("model: pump\nversion: 1\nrulez: []\n"))
                .withMessageContaining("rulez");
    }

    private static ElmstreamTestDriver driver() {
        return ElmstreamTestDriver.builder()
                .set("models.default", SmallModel.ID)
                .startAt(START)
                .build();
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
