package io.elmstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.wire.JsonRecordEncoder;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.Prediction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedTopicTest {

    private static final Instant AT = Instant.parse("2026-11-27T03:57:09.060Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "predictions",
                "shadow-predictions",
                "alerts",
                "status",
                "instances",
                "comparisons",
                "dead-letters"
            })
    void shouldSayOfARecordWithoutValueAndHeadersThatItMakesNoSense(String what) {
        assertThatThrownBy(() -> WatchedTopic.parse(what).read(record(null)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("it has no value");
    }

    @Property
    void shouldThrowNothingElseWhateverTheBytes(@ForAll byte[] value) {
        for (String what :
                new String[] {"predictions", "alerts", "status", "instances", "comparisons", "dead-letters"}) {
            try {
                assertThat(WatchedTopic.parse(what).read(record(value))).isNotNull();
            } catch (UnreadableRecordException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void shouldShowAnAlertInJsonAsItShowsOneInAvro() throws UnreadableRecordException {
        // Given
        Alert alert = alert(3, "hot", 4, "INFO", "too hot");
        WatchedTopic alerts = WatchedTopic.parse("alerts");

        // When
        Map<String, Object> json = alerts.read(record(new JsonRecordEncoder<Alert>().encode(alert)));
        Map<String, Object> avro = alerts.read(record(new RecordEncoder<Alert>(7).encode(alert)));

        // Then
        assertThat(json).isEqualTo(avro).containsEntry("sourceIndex", 3).containsEntry("change", "RAISED");
        assertThat(json.keySet()).containsExactlyElementsOf(avro.keySet());
    }

    @Test
    void shouldShowAnAlertInALineThatFitsATerminal() throws UnreadableRecordException {
        // Given
        WatchedTopic alerts = WatchedTopic.parse("alerts");
        Alert ofRules = alert(3, "hot", 4, "WARNING", "too hot");
        Alert ofConfiguration = alert(0, "", 0, "", "");

        // When, then
        assertThat(alerts.line().apply(alerts.read(record(new RecordEncoder<Alert>(7).encode(ofRules)))))
                .isEqualTo("2026-11-27T03:57:09.060Z  RAISED   pump-1        warning  hot: too hot  leak 0.7500"
                        + "  shuttle:2  readings-1@42#3");
        assertThat(alerts.line().apply(alerts.read(record(new RecordEncoder<Alert>(7).encode(ofConfiguration)))))
                .isEqualTo("2026-11-27T03:57:09.060Z  RAISED   pump-1        leak 0.7500  shuttle:2  readings-1@42");
    }

    @Test
    void shouldShowWhatRulesMadeOfAPrediction() throws UnreadableRecordException {
        // Given
        WatchedTopic predictions = WatchedTopic.parse("predictions");

        // When, then
        assertThat(line(predictions, "", false, 0))
                .isEqualTo("2026-11-27T03:57:09.060Z  pump-1        leak 0.9000  shuttle:2  readings-1@42");
        assertThat(line(predictions, "", false, 4))
                .isEqualTo("2026-11-27T03:57:09.060Z  pump-1        leak 0.9000  shuttle:2  rules:4 none fired"
                        + "  readings-1@42");
        assertThat(line(predictions, "burst", true, 4, "first", "second"))
                .isEqualTo("2026-11-27T03:57:09.060Z  pump-1        leak 0.9000  instead of burst  abstained"
                        + "  shuttle:2  rules:4 first, second  readings-1@42");
    }

    @Test
    void shouldShowHowFarAPredictionIsToBeBelieved() throws UnreadableRecordException {
        // Given
        WatchedTopic predictions = WatchedTopic.parse("predictions");

        // When, then
        assertThat(line(predictions, "", false, 0, List.of("leak"), 0, List.of()))
                .isEqualTo("2026-11-27T03:57:09.060Z  pump-1        leak 0.9000  shuttle:2  readings-1@42");
        assertThat(line(predictions, "", false, 0, List.of("leak", "burst"), 0.75f, List.of()))
                .isEqualTo("2026-11-27T03:57:09.060Z  pump-1        leak 0.9000  may be leak, burst  out of range 0.75"
                        + "  shuttle:2  readings-1@42");
    }

    private static String line(
            WatchedTopic predictions, String modelLabel, boolean abstained, int ruleSet, String... rules)
            throws UnreadableRecordException {
        return line(predictions, modelLabel, abstained, ruleSet, List.of(), 0, List.of(rules));
    }

    private static String line(
            WatchedTopic predictions,
            String modelLabel,
            boolean abstained,
            int ruleSet,
            List<String> labelSet,
            float outOfRange,
            List<String> rules)
            throws UnreadableRecordException {
        Prediction prediction = new Prediction(
                "pump-1",
                "shuttle",
                2,
                1L,
                AT,
                "leak",
                0.9f,
                List.of(0.9f, 0.1f),
                "1_1",
                42L,
                1,
                "readings",
                1,
                42L,
                List.of("leak", "burst"),
                false,
                0,
                abstained,
                modelLabel,
                ruleSet,
                rules,
                labelSet,
                outOfRange);
        return predictions.line().apply(predictions.read(record(new RecordEncoder<Prediction>(7).encode(prediction))));
    }

    private static Alert alert(int index, String rule, int ruleSet, String severity, String message) {
        return new Alert(
                "00ff",
                AlertChange.RAISED,
                "pump-1",
                "shuttle",
                2,
                "leak",
                0.75f,
                AT,
                "readings",
                1,
                42L,
                index,
                rule,
                ruleSet,
                severity,
                message,
                "",
                "");
    }

    @Test
    void shouldShortenWhatNobodyReadsOnATerminal() {
        assertThat(WatchedLine.shortened("k".repeat(1_000_000)))
                .hasSizeLessThan(2_100)
                .endsWith("k... (1,000,000 characters)");
        assertThat(WatchedLine.shortened("sensor-1")).isEqualTo("sensor-1");
    }

    private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>("any", 0, 7, null, value);
    }
}
