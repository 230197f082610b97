package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.elmstream.alert.AlertRule;
import io.elmstream.elm.Abstention;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.rollout.Step;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.Prediction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Predictions say how far they are to be believed, and rules can ask for it. */
class TrustOfPredictionsTest {

    /** The model is never sure enough of "right", "left" is always in the set, and features are usual from 0 to 4. */
    private static final Trust TRUST = new Trust(
            new Abstention(new float[] {0, Abstention.ALWAYS}),
            new LabelSets(0.9, new float[] {0, 1}),
            new TrainingRange(new float[2], new float[] {4, 4}, 1));

    private final InferenceDriver driver = new InferenceDriver(
            settings -> settings.withAlerts(new AlertSettings(Set.of(), new AlertRule(1, 1, 0)).withRules()));

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldSayHowFarPredictionsAreToBeBelieved() throws Exception {
        // Given
        driver.serve("shuttle", 1, trusted());

        // When
        driver.send("pump-1", 3, 1);
        driver.send("pump-1", 1, 3);
        driver.send("pump-1", 8, 1);

        // Then
        assertThat(driver.predictions().stream().map(TestRecord::value).toList())
                .extracting(
                        Prediction::getLabel,
                        Prediction::getAbstained,
                        Prediction::getLabelSet,
                        Prediction::getOutOfRange)
                .containsExactly(
                        tuple("left", false, List.of("left"), 0f),
                        tuple("right", true, List.of("left", "right"), 0f),
                        tuple("left", false, List.of("left"), 0.5f));
    }

    @Test
    void shouldSayNothingOfAVersionWhoseTrustWasNotMeasured() {
        // Given
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));

        // When
        driver.send("pump-1", 1_000, 3);

        // Then
        assertThat(driver.predictions().stream().map(TestRecord::value).toList())
                .extracting(Prediction::getAbstained, Prediction::getLabelSet, Prediction::getOutOfRange)
                .containsExactly(tuple(false, List.of(), 0f));
    }

    @Test
    void shouldRaiseAlertsOnAbstentionsAndStrangeReadings() throws Exception {
        // Given
        driver.serve("shuttle", 1, trusted());
        driver.publish("shuttle.rules", 1, rules("""
                model: shuttle
                version: 1
                rules:
                  - {name: unsure, when: abstained, alert: {text: often unsure, severity: warning, hits: 2, of: 3}}
                  - {name: strange, when: outOfRange > 0.4, alert: {text: never seen, severity: critical}}
                probes:
                  - {features: {left: 8}, outOfRange: 0.5, expect: {fired: [strange]}}
                  - {abstained: true, expect: {fired: [unsure]}}
                """));
        driver.activate("shuttle.rules", Step.champion(1, Step.BEGINNING, 1, "test", 0));

        // When
        driver.send("pump-1", 1, 3);
        driver.send("pump-1", 1, 3);
        driver.send("pump-2", 8, 1);

        // Then
        assertThat(driver.alerts())
                .extracting(Alert::getSensorId, Alert::getRule, Alert::getMessage)
                .containsExactly(tuple("pump-1", "unsure", "often unsure"), tuple("pump-2", "strange", "never seen"));
    }

    private static byte[] trusted() throws ArtefactException {
        Artefact plain = ArtefactFormat.read(TestModels.greater("shuttle", 1));
        return ArtefactFormat.write(
                new Artefact(plain.id(), plain.version(), plain.classifier(), plain.probes(), Optional.of(TRUST)));
    }

    private static byte[] rules(String text) throws RuleSetException {
        return RuleSetFormat.write(RuleSetFormat.parse(text));
    }
}
