package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elmstream.alert.AlertRule;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Rule sets behind the model: what they change in predictions, and the alerts that they raise. */
class RulesOfPredictionsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PROBES = """
            probes: [{features: {left: 0, right: 0}, label: left, confidence: 0.5, expect: {fired: []}}]
            """;

    private final InferenceDriver driver = new InferenceDriver(
            settings -> settings.withAlerts(new AlertSettings(Set.of(), new AlertRule(1, 1, 0)).withRules()));

    @BeforeEach
    void serve() {
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldReplaceALabelAndNameTheRulesThatFired() {
        // Given
        put(1, """
                rules:
                  - {name: large, when: right > 2, label: Check}
                  - {name: sure, when: confidence > 0.8, abstain: true}
                  - {name: never, when: left > 100, label: Never}
                """);
        inForce(1);

        // When
        driver.send("pump-1", 1, 3);
        driver.send("pump-1", 3, 1);

        // Then
        List<Prediction> predictions = predictions();
        assertThat(predictions)
                .extracting(Prediction::getLabel, Prediction::getModelLabel, Prediction::getRules)
                .containsExactly(tuple("Check", "right", List.of("large", "sure")), tuple("left", "", List.of("sure")));
        assertThat(predictions)
                .allSatisfy(prediction -> assertThat(prediction.getRuleSet()).isEqualTo(1))
                .allSatisfy(prediction -> assertThat(prediction.getAbstained()).isTrue())
                .allSatisfy(prediction -> assertThat(prediction.getConfidence()).isGreaterThan(0.8f));
    }

    @Test
    void shouldLeavePredictionsAloneWithoutARuleSet() {
        // When
        driver.send("pump-1", 1, 3);

        // Then
        assertThat(predictions())
                .extracting(
                        Prediction::getLabel, Prediction::getRuleSet, Prediction::getRules, Prediction::getAbstained)
                .containsExactly(tuple("right", 0, List.of(), false));
    }

    @Test
    void shouldTakeEffectAtAnEventTimeAndBeTakenBack() {
        // Given
        put(1, "rules: [{name: all, when: left < 100, label: Ruled}]\n");
        Step none = Step.champion(1, Step.BEGINNING, Step.NONE, "test", 0);
        Step first = Step.champion(2, START.plusSeconds(60).toEpochMilli(), 1, "test", 0);
        driver.activate("shuttle.rules", none, first);

        // When
        send("pump-1", 0, 1, 3);
        send("pump-1", 60, 1, 3);
        driver.activate(
                "shuttle.rules",
                none,
                first.voided(3),
                new Step.Rollback(
                        3, START.toEpochMilli(), Step.NONE, "test", OptionalLong.empty(), 2, OptionalLong.empty()));
        send("pump-1", 61, 1, 3);

        // Then
        assertThat(predictions())
                .extracting(Prediction::getLabel, Prediction::getRuleSet)
                .containsExactly(tuple("right", 0), tuple("Ruled", 1), tuple("right", 0));
    }

    @Test
    void shouldCompareAShadowWithoutAnEffect() {
        // Given
        put(1, "rules: [{name: large, when: right > 2, label: Check}]\n");
        Challenger shadow = new Challenger(1, Mode.SHADOW, Share.ALL, Optional.empty());
        driver.activate(
                "shuttle.rules",
                Step.champion(1, Step.BEGINNING, Step.NONE, "test", 0),
                Step.challenge(2, START.toEpochMilli(), Step.NONE, shadow, "test", 0));

        // When
        send("pump-1", 0, 1, 3);
        send("pump-1", 1, 3, 1);

        // Then
        assertThat(predictions()).extracting(Prediction::getLabel).containsExactly("right", "left");
        InstanceReport.Model model = driver.model("shuttle.rules");
        assertThat(model.comparison().orElseThrow().comparison().compared()).isEqualTo(2);
        assertThat(model.comparison().orElseThrow().comparison().agreed()).isEqualTo(1);
        assertThat(model.comparison().orElseThrow().comparison().disagreements())
                .containsOnlyKeys(new ClassPair("right", "Check"));
    }

    @Test
    void shouldKeepTheLastGoodRuleSetIfOneCannotBeCompiled() {
        // Given
        put(1, "rules: [{name: all, when: left < 100, label: Ruled}]\n");
        driver.publish("shuttle.rules", 2, "{\"format\":1,\"model\":\"shuttle\",\"version\":2}".getBytes(UTF_8));

        // When
        driver.activate(
                "shuttle.rules",
                Step.champion(1, Step.BEGINNING, 1, "test", 0),
                Step.champion(2, START.toEpochMilli(), 2, "test", 0));
        send("pump-1", 1, 1, 3);

        // Then
        assertThat(predictions()).extracting(Prediction::getRuleSet).containsExactly(1);
        assertThat(driver.model("shuttle.rules").versions())
                .extracting(InstanceReport.Version::version, InstanceReport.Version::readiness)
                .containsExactly(tuple(1, Readiness.READY), tuple(2, Readiness.FAILED));
        assertThat(driver.model("shuttle.rules").serving()).hasValue(1);
    }

    @Test
    void shouldRaiseAndClearAnAlertWithItsTextAndSeverity() {
        // Given
        put(1, "rules: [{name: hot, when: right > 2, alert: {text: too hot, severity: critical}}]\n");
        inForce(1);

        // When
        send("pump-1", 0, 1, 3);
        send("pump-1", 1, 1, 3);
        send("pump-1", 2, 1, 2);

        // Then
        List<Alert> alerts = driver.alerts();
        assertThat(alerts)
                .extracting(Alert::getChange, Alert::getRule, Alert::getSeverity, Alert::getMessage, Alert::getRuleSet)
                .containsExactly(
                        tuple(AlertChange.RAISED, "hot", "CRITICAL", "too hot", 1),
                        tuple(AlertChange.CLEARED, "hot", "CRITICAL", "too hot", 1));
        assertThat(alerts.get(1).getId()).isEqualTo(alerts.get(0).getId());
    }

    @Test
    void shouldRaiseOnlyWhatHoldsForLongEnoughAndClearByAnotherCondition() {
        // Given
        put(1, """
                rules:
                  - {name: hot, when: right > 2, alert: {text: hot, severity: warning, for: 1m, until: right < 1}}
                """);
        inForce(1);

        // When
        send("pump-1", 0, 0, 3);
        send("pump-1", 30, 0, 1.5f);
        send("pump-1", 40, 0, 3);
        send("pump-1", 99, 0, 3);
        List<Alert> tooEarly = driver.alerts();
        send("pump-1", 100, 0, 3);
        send("pump-1", 101, 0, 1.5f);
        send("pump-1", 102, 0, 0.5f);

        // Then
        assertThat(tooEarly).isEmpty();
        assertThat(driver.alerts())
                .extracting(Alert::getChange, Alert::getEventTime)
                .containsExactly(
                        tuple(AlertChange.RAISED, START.plusSeconds(100)),
                        tuple(AlertChange.CLEARED, START.plusSeconds(102)));
    }

    @Test
    void shouldRaiseAnAlertForASensorThatIsSilentAndClearItWhenItReturns() {
        // Given
        put(1, "rules: [{name: silent, alert: {text: no reading, severity: info, silent: 10m}}]\n");
        inForce(1);

        // When
        send("pump-1", 0, 1, 3);
        send("pump-2", 300, 1, 3);
        send("pump-2", 599, 1, 3);
        List<Alert> tooEarly = driver.alerts();
        send("pump-2", 601, 1, 3);
        send("pump-2", 700, 1, 3);
        send("pump-1", 800, 1, 3);

        // Then
        assertThat(tooEarly).isEmpty();
        assertThat(driver.alerts())
                .extracting(Alert::getSensorId, Alert::getChange, Alert::getEventTime, Alert::getSourceOffset)
                .containsExactly(
                        tuple("pump-1", AlertChange.RAISED, START.plus(Duration.ofMinutes(10)), 0L),
                        tuple("pump-1", AlertChange.CLEARED, START.plusSeconds(800), 5L));
    }

    @Test
    void shouldFindASensorSilentWhoseLastReadingsCameLate() {
        // Given: it was found silent, and came back with what it had measured long before
        put(1, "rules: [{name: silent, alert: {text: no reading, severity: info, silent: 10m}}]\n");
        inForce(1);
        send("pump-1", 0, 1, 3);
        send("pump-2", 601, 1, 3);
        send("pump-2", 3_600, 1, 3);
        send("pump-1", 900, 1, 3);

        // When
        send("pump-2", 3_601, 1, 3);

        // Then
        assertThat(driver.alerts())
                .extracting(Alert::getSensorId, Alert::getChange, Alert::getSourceOffset)
                .containsExactly(
                        tuple("pump-1", AlertChange.RAISED, 0L),
                        tuple("pump-1", AlertChange.CLEARED, 3L),
                        tuple("pump-1", AlertChange.RAISED, 3L));
    }

    @Test
    void shouldRaiseNoAlertOnASuppressedReading() {
        // Given
        put(1, """
                rules:
                  - {name: hot, when: right > 2, alert: {text: hot, severity: warning}}
                  - {name: maintenance, when: sensor == 'pump-7', suppress: true}
                """);
        inForce(1);

        // When
        driver.send("pump-7", 1, 3);
        driver.send("pump-8", 1, 3);

        // Then
        assertThat(driver.alerts()).extracting(Alert::getSensorId).containsExactly("pump-8");
    }

    @Test
    void shouldClearTheAlertsOfARuleThatIsNoLongerInForce() {
        // Given
        put(1, "rules: [{name: hot, when: right > 2, alert: {text: hot, severity: warning}}]\n");
        put(2, "rules: [{name: cold, when: right < -2, alert: {text: cold, severity: warning}}]\n");
        inForce(1);
        send("pump-1", 0, 1, 3);

        // When
        driver.activate("shuttle.rules", Step.champion(2, Step.BEGINNING, 2, "test", 0));
        send("pump-1", 1, 1, 3);

        // Then
        List<Alert> alerts = driver.alerts();
        assertThat(alerts)
                .extracting(Alert::getChange, Alert::getRule)
                .containsExactly(tuple(AlertChange.RAISED, "hot"), tuple(AlertChange.CLEARED, "hot"));
        assertThat(alerts.get(1).getMessage()).contains("no longer in force");
    }

    @Test
    void shouldNotClearAnAlertBecauseOfALateReading() {
        // Given
        put(1, "rules: [{name: hot, when: right > 2, alert: {text: hot, severity: warning}}]\n");
        driver.activate(
                "shuttle.rules",
                Step.champion(1, Step.BEGINNING, Step.NONE, "test", 0),
                Step.champion(2, START.toEpochMilli(), 1, "test", 0));
        send("pump-1", 10, 1, 3);

        // When: a reading from before the rules were in force
        send("pump-1", -10, 1, 3);
        send("pump-1", 11, 1, 3);

        // Then
        assertThat(driver.alerts()).extracting(Alert::getChange).containsExactly(AlertChange.RAISED);
    }

    @Test
    void shouldRememberThePreviousLabelAndHowLongItHeld() {
        // Given
        put(1, """
                rules:
                  - {name: changed, when: previous != '' && previous != label, label: changed}
                  - {name: stuck, when: previous == label && held >= 60, abstain: true}
                """);
        inForce(1);

        // When
        send("pump-1", 0, 1, 3);
        send("pump-1", 59, 1, 3);
        send("pump-1", 60, 1, 3);
        send("pump-1", 61, 3, 1);

        // Then
        assertThat(predictions())
                .extracting(Prediction::getRules)
                .containsExactly(List.of(), List.of(), List.of("stuck"), List.of("changed"));
    }

    @Test
    void shouldNotTakeSensorsForSilentWhoseReadingsNoRuleWatched() {
        // Given
        put(1, "rules: [{name: silent, alert: {text: no reading, severity: info, silent: 10m}}]\n");
        inForce(1);
        send("pump-1", 0, 1, 3);
        send("pump-2", 0, 1, 3);
        Step none = Step.champion(2, Step.BEGINNING, Step.NONE, "test", 0);
        driver.activate("shuttle.rules", none);
        for (int minute = 1; minute < 60; minute++) {
            send("pump-1", minute * 60, 1, 3);
        }

        // When
        driver.activate(
                "shuttle.rules", none, Step.champion(3, START.plusSeconds(3600).toEpochMilli(), 1, "test", 0));
        send("pump-3", 3600, 1, 3);

        // Then
        assertThat(driver.alerts()).extracting(Alert::getSensorId).containsExactly("pump-2");
    }

    @Test
    void shouldClearAnAlertAfterAnotherRuleOfItsSensorWasEvicted() {
        // Given
        try (InferenceDriver small = new InferenceDriver(settings -> settings.withAlerts(
                new AlertSettings(Set.of(), new AlertRule(1, 1, 0), AlertSettings.TIME_TO_LIVE, 2, true)))) {
            small.serve("shuttle", 1, TestModels.greater("shuttle", 1));
            small.publish("shuttle.rules", 1, document(1, """
                    rules:
                      - {name: hot, when: right > 2, alert: {text: hot, severity: warning}}
                      - {name: often, when: left > 0, alert: {text: often, severity: info, hits: 4, of: 5}}
                    """));
            small.activate("shuttle.rules", Step.champion(1, Step.BEGINNING, 1, "test", 0));

            // When
            send(small, "pump-2", 0, 0, 3);
            send(small, "pump-1", 1, 1, 0);
            send(small, "pump-1", 2, 1, 3);
            send(small, "pump-1", 3, 0, 0);

            // Then
            assertThat(small.alerts())
                    .extracting(Alert::getSensorId, Alert::getChange)
                    .containsExactly(
                            tuple("pump-2", AlertChange.RAISED),
                            tuple("pump-1", AlertChange.RAISED),
                            tuple("pump-1", AlertChange.CLEARED));
        }
    }

    @Test
    void shouldSayThatItForgetsSensorsWhoseSilenceIsWatched() {
        // Given
        Logger log = (Logger) LoggerFactory.getLogger(AlertMetrics.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        log.addAppender(said);
        // other tests of the same process may have made the log quieter
        log.setLevel(Level.WARN);
        try (InferenceDriver small = new InferenceDriver(settings -> settings.withAlerts(
                new AlertSettings(Set.of(), new AlertRule(1, 1, 0), AlertSettings.TIME_TO_LIVE, 1, true)))) {
            small.serve("shuttle", 1, TestModels.greater("shuttle", 1));
            small.publish("shuttle.rules", 1, document(1, """
                    rules: [{name: silent, alert: {text: no reading, severity: info, silent: 10m}}]
                    """));
            small.activate("shuttle.rules", Step.champion(1, Step.BEGINNING, 1, "test", 0));

            // When
            send(small, "pump-1", 0, 1, 3);
            send(small, "pump-2", 1, 1, 3);

            // Then
            assertThat(said.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .contains("more than 1 sensors that rules remember", "alerts.max.states"));
        } finally {
            log.detachAppender(said);
            log.setLevel(null);
        }
    }

    @Test
    void shouldNotJudgeAndSayWhyWhereRulesAreOff() {
        // Given
        try (InferenceDriver off = new InferenceDriver()) {
            off.serve("shuttle", 1, TestModels.greater("shuttle", 1));
            off.publish("shuttle.rules", 1, document(1, "rules: [{name: all, when: left < 100, label: Ruled}]\n"));
            off.activate("shuttle.rules", Step.champion(1, Step.BEGINNING, 1, "test", 0));

            // When
            off.send("pump-1", 1, 3);

            // Then
            assertThat(off.predictions())
                    .extracting(
                            record -> record.value().getLabel(),
                            record -> record.value().getRuleSet())
                    .containsExactly(tuple("right", 0));
            InstanceReport.Version version =
                    off.model("shuttle.rules").versions().get(0);
            assertThat(version.readiness()).isEqualTo(Readiness.FAILED);
            assertThat(version.reason().orElseThrow()).contains("rules.enabled is false on this instance");
        }
    }

    private void put(int version, String rules) {
        driver.publish("shuttle.rules", version, document(version, rules));
    }

    private static byte[] document(int version, String rules) {
        String document = "model: shuttle\nversion: " + version + "\n" + rules + PROBES;
        try {
            return RuleSetFormat.write(RuleSetFormat.parse(document));
        } catch (RuleSetException e) {
            throw new AssertionError(e);
        }
    }

    private void inForce(int version) {
        driver.activate("shuttle.rules", Step.champion(version, Step.BEGINNING, version, "test", 0));
    }

    private void send(String sensor, int second, float left, float right) {
        send(driver, sensor, second, left, right);
    }

    private static void send(InferenceDriver driver, String sensor, int second, float left, float right) {
        SensorReading reading = new SensorReading(sensor, null, null, null, List.of(left, right));
        driver.send(
                sensor.getBytes(UTF_8),
                driver.encode(reading),
                new RecordHeaders(),
                START.plusSeconds(second).toEpochMilli());
    }

    private List<Prediction> predictions() {
        return driver.predictions().stream().map(TestRecord::value).toList();
    }
}
