package io.elmstream.topology.inference;

import static io.elmstream.support.InferenceDriver.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.elmstream.alert.AlertRule;
import io.elmstream.rollout.Step;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.OutputLimits;
import io.elmstream.wire.ClearAlert;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.AlertCommand;
import io.elmstream.wire.avro.SensorReading;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that clear alerts, in the tasks that hold these. */
class ClearAlertsTest {

    private final InferenceDriver driver = new InferenceDriver(
            settings -> settings.withAlerts(new AlertSettings(Set.of("right"), new AlertRule(1, 1, 0))
                    .withRules()
                    .withClearing()));

    @BeforeEach
    void serve() {
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldClearTheAlertOnceAndSayWhoAndWhy() {
        // Given
        driver.send("pump-1", 1, 3);
        driver.send("pump-2", 1, 3);
        Alert raised = driver.alerts().get(0);

        // When
        driver.clear(ClearAlert.of(raised, "mia", "valve replaced"), 5_000);
        driver.clear(ClearAlert.of(raised, "mia", "again"), 6_000);

        // Then
        assertThat(driver.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getId()).isEqualTo(raised.getId());
            assertThat(alert.getChange()).isEqualTo(AlertChange.CLEARED);
            assertThat(alert.getSensorId()).isEqualTo("pump-1");
            assertThat(alert.getClearedBy()).isEqualTo("mia");
            assertThat(alert.getClearReason()).isEqualTo("valve replaced");
            assertThat(alert.getLabel()).isEqualTo(raised.getLabel());
            assertThat(alert.getVersion()).isEqualTo(raised.getVersion());
            assertThat(alert.getEventTime().toEpochMilli()).isEqualTo(5_000);
            assertThat(alert.getSourceTopic()).isEqualTo("alert-control");
            assertThat(alert.getSourceOffset()).isZero();
        });
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldRaiseANewAlertAfterwardsAndLeaveItToOlderCommands() {
        // Given
        driver.send("pump-1", 1, 3);
        Alert first = driver.alerts().get(0);
        driver.clear(ClearAlert.of(first, "mia", ""), 5_000);

        // When
        driver.send("pump-1", 1, 3);
        driver.clear(ClearAlert.of(first, "mia", ""), 6_000);

        // Then
        assertThat(driver.alerts())
                .extracting(Alert::getChange, alert -> alert.getId().equals(first.getId()), Alert::getClearedBy)
                .containsExactly(tuple(AlertChange.CLEARED, true, "mia"), tuple(AlertChange.RAISED, false, ""));
    }

    @Test
    void shouldClearTheAlertsOfRules() {
        // Given
        rules(1, """
                rules:
                  - {name: hot, when: left > 2, alert: {text: hot, severity: warning}}
                  - {name: often, when: left > 2, alert: {text: often, severity: info, hits: 1, of: 3}}
                """);
        driver.send("pump-1", 3, 1);
        List<Alert> raised = driver.alerts();

        // When
        driver.clear(ClearAlert.of(raised.get(1), "mia", ""), 5_000);

        // Then
        assertThat(raised).extracting(Alert::getRule).containsExactly("hot", "often");
        assertThat(driver.alerts())
                .extracting(Alert::getRule, Alert::getChange, Alert::getSeverity, Alert::getMessage, Alert::getRuleSet)
                .containsExactly(tuple("often", AlertChange.CLEARED, "INFO", "often", 1));
    }

    @Test
    void shouldNotRaiseTheAlertOfASilentSensorBeforeItSendsAgain() {
        // Given
        rules(1, "rules: [{name: still, alert: {text: nothing, severity: info, silent: 1m}}]\n");
        send("pump-1", 1_000);
        send("pump-2", 100_000);
        Alert raised = driver.alerts().get(0);

        // When
        driver.clear(ClearAlert.of(raised, "mia", "dismantled"), 101_000);
        rules(2, "rules: [{name: still, alert: {text: nothing, severity: info, silent: 30s}}]\n");
        send("pump-2", 200_000);

        // Then
        assertThat(raised.getSensorId()).isEqualTo("pump-1");
        assertThat(driver.alerts())
                .extracting(Alert::getSensorId, Alert::getChange)
                .containsExactly(tuple("pump-1", AlertChange.CLEARED));
    }

    @Test
    void shouldBuryWhatIsNoSuchCommand() {
        // Given
        driver.send("pump-1", 1, 3);
        AlertCommand command = ClearAlert.of(driver.alerts().get(0), "mia", "");
        AlertCommand nobody = AlertCommand.newBuilder(command).setWho(" ").build();
        AlertCommand lengthy =
                AlertCommand.newBuilder(command).setWhy("w".repeat(1_001)).build();
        AlertCommand modelless =
                AlertCommand.newBuilder(command).setModelId("No Model").build();

        // When
        driver.clear("pump-1", null, 1_000);
        driver.clear("pump-1", "clear it".getBytes(UTF_8), 2_000);
        driver.clear("pump-2", InferenceDriver.encoded(command), 3_000);
        driver.clear(nobody, 4_000);
        driver.clear(lengthy, 5_000);
        driver.clear(modelless, 6_000);

        // Then
        List<TestRecord<byte[], byte[]>> buried = driver.deadLetters();
        assertThat(buried)
                .hasSize(6)
                .allSatisfy(letter ->
                        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("UNREADABLE"))
                .allSatisfy(letter ->
                        assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("alert-control"));
        assertThat(buried)
                .extracting(letter -> header(letter, DeadLetterHeaders.MESSAGE))
                .satisfiesExactly(
                        message -> assertThat(message).isEqualTo("the record has no value; it must be an AlertCommand"),
                        message -> assertThat(message).isNotEmpty(),
                        message ->
                                assertThat(message).isEqualTo("the key of the record must be its sensorId, 'pump-1'"),
                        message -> assertThat(message).startsWith("who must have 1 to 200 characters"),
                        message -> assertThat(message).isEqualTo("why must have at most 1000 characters, got 1001"),
                        message -> assertThat(message).isEqualTo("modelId must be the id of a model, got 'No Model'"));
        assertThat(driver.alerts()).isEmpty();
    }

    @Test
    void shouldBuryCommandsWithAnAlertThatNoRuleRaises() {
        // Given
        driver.send("pump-1", 1, 3);
        AlertCommand command = ClearAlert.of(driver.alerts().get(0), "mia", "");
        String endless = "m".repeat(1_000_000);

        // When
        List<AlertCommand> commands = List.of(
                AlertCommand.newBuilder(command).setLabel(endless).build(),
                AlertCommand.newBuilder(command).setRule(endless).build(),
                AlertCommand.newBuilder(command).setMessage(endless).build(),
                AlertCommand.newBuilder(command).setSeverity(endless).build(),
                AlertCommand.newBuilder(command).setConfidence(Float.NaN).build(),
                AlertCommand.newBuilder(command).setVersion(0).build(),
                AlertCommand.newBuilder(command).setRuleSet(-1).build());
        commands.forEach(each -> driver.clear(each, 5_000));

        // Then
        assertThat(driver.deadLetters())
                .extracting(letter -> header(letter, DeadLetterHeaders.MESSAGE))
                .containsExactly(
                        "label must have at most 65535 characters, got 1000000",
                        "rule must have at most 63 characters, got 1000000",
                        "message must have at most 500 characters, got 1000000",
                        "severity must be empty or one of [INFO, WARNING, CRITICAL], got 1000000 characters",
                        "confidence must be 0 to 1, got NaN",
                        "version must be at least 1, got 0",
                        "ruleSet must not be negative, got -1");
        assertThat(driver.alerts()).isEmpty();
    }

    @Test
    void shouldBuryACommandWhoseClearingDoesNotFitItsTopic() {
        // Given
        OutputLimit usual = OutputLimit.ofBytes(1 << 20);
        OutputLimits limits =
                new OutputLimits(usual, usual, OutputLimit.ofBytes(OutputLimit.LEAST_BYTES), usual, usual, usual);
        try (InferenceDriver narrow = new InferenceDriver(settings -> settings.withLimits(limits)
                .withAlerts(new AlertSettings(Set.of("right"), new AlertRule(1, 1, 0)).withClearing()))) {
            narrow.serve("shuttle", 1, TestModels.greater("shuttle", 1));
            narrow.send("pump-1", 1, 3);
            AlertCommand command = ClearAlert.of(narrow.alerts().get(0), "mia", "");

            // When
            narrow.clear(
                    AlertCommand.newBuilder(command)
                            .setLabel("l".repeat(20_000))
                            .build(),
                    5_000);
            narrow.clear(command, 6_000);

            // Then
            assertThat(narrow.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("TOO_LARGE");
                assertThat(header(letter, DeadLetterHeaders.MESSAGE))
                        .startsWith("the clearing has ")
                        .endsWith("; alerts and the producer accept 16384");
            });
            assertThat(narrow.alerts()).extracting(Alert::getChange).containsExactly(AlertChange.CLEARED);
        }
    }

    private void send(String sensor, long time) {
        driver.send(sensor.getBytes(UTF_8), driver.encode(reading(sensor)), new RecordHeaders(), time);
    }

    private static SensorReading reading(String sensor) {
        return new SensorReading(sensor, null, null, null, List.of(3f, 1f));
    }

    private void rules(int version, String rules) {
        String probes =
                "probes: [{features: {left: 0, right: 0}, label: left, confidence: 0.5, expect: {fired: []}}]\n";
        try {
            byte[] document = RuleSetFormat.write(
                    RuleSetFormat.parse("model: shuttle\nversion: " + version + "\n" + rules + probes));
            driver.publish("shuttle.rules", version, document);
        } catch (RuleSetException e) {
            throw new AssertionError(e);
        }
        driver.activate("shuttle.rules", Step.champion(version, Step.BEGINNING, version, "test", 0));
    }
}
