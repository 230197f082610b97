package io.elmstream.topology.learning;

import static io.elmstream.topology.learning.LabelsDriver.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.labels.LabelledRow;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.Mappings;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.ReadingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchLabelsTest {

    private static final long T = START.toEpochMilli();

    private LabelsDriver driver = learning(Mappings.elmstream("sensor-readings"), 100);

    private static LabelsDriver learning(Mappings mappings, int maxWaiting) {
        LabelsDriver driver = new LabelsDriver(mappings, maxWaiting);
        driver.learn("shuttle", TestModels.greater("shuttle", 1));
        return driver;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldJoinAReadingWithALabelInAvroByItsPosition() {
        // Given
        driver.send("pump-1", START, null, 1f, 2f);
        driver.send("pump-1", START, null, 3f, 4f);

        // When
        driver.label(new Label("pump-1", null, new ReadingPosition("sensor-readings", 0, 1L, 0), "left", 2.5, null));

        // Then
        assertThat(driver.rows())
                .containsExactly(new LabelledRow("shuttle", "pump-1", T, new float[] {3, 4}, "left", 2.5));
        assertThat(driver.metric("labels-joined-total")).isOne();
    }

    @Test
    void shouldJoinAReadingWithALabelInJsonThatCameBefore() {
        // Given
        driver.label("pump-1", "{'sensorId': 'pump-1', 'eventTime': '2026-01-01T00:00:00Z', 'label': 'left'}");

        // When
        driver.send("pump-1", START, null, 1f, 2f);

        // Then
        assertThat(driver.rows())
                .containsExactly(new LabelledRow("shuttle", "pump-1", T, new float[] {1, 2}, "left", 1));
    }

    @Test
    void shouldHandOnAReadingWithItsOwnLabelAndCountWhatIsSentForIt() {
        // When
        driver.send("pump-1", START, "right", 1f, 2f);
        driver.label("pump-1", "{'sensorId': 'pump-1', 'eventTime': '2026-01-01T00:00:00Z', 'label': 'right'}");
        driver.label("pump-1", "{'sensorId': 'pump-1', 'eventTime': '2026-01-01T00:00:00Z', 'label': 'left'}");

        // Then
        assertThat(driver.rows())
                .containsExactly(new LabelledRow("shuttle", "pump-1", T, new float[] {1, 2}, "right", 1));
        assertThat(driver.metric("labels-doubled-total")).isOne();
        assertThat(driver.metric("labels-contradictory-total")).isOne();
    }

    @Test
    void shouldFindTheReadingsOfAPackThatHasAMapping() {
        // Given
        driver.close();
        driver = learning(MappingParser.parse("readings", "{\"sensor-readings\": {\"format\": \"senml\"}}"), 100);
        driver.sendRaw(
                "gateway",
                ("[{'bn': 'a', 'bt': 1767225600, 'n': 'left', 'v': 1}, {'n': 'right', 'v': 2},"
                                + " {'bn': 'b', 'n': 'left', 'v': 3}, {'n': 'right', 'v': 4}]")
                        .replace('\'', '"')
                        .getBytes(UTF_8));

        // When
        driver.label(
                "gateway",
                "{'sensorId': 'b', 'label': 'left', 'position':"
                        + " {'topic': 'sensor-readings', 'partition': 0, 'offset': 0, 'index': 1}}");
        driver.label("gateway", "{'sensorId': 'a', 'label': 'right', 'eventTime': 1767225600000}");

        // Then
        assertThat(driver.rows())
                .containsExactly(
                        new LabelledRow("shuttle", "b", T, new float[] {3, 4}, "left", 1),
                        new LabelledRow("shuttle", "a", T, new float[] {1, 2}, "right", 1));
    }

    @Test
    void shouldPassOverReadingsThatNoModelLearns() {
        // Given
        driver.index.putLearning(new ModelId("shuttle"), Learning.OFF);

        // When
        driver.send("pump-1", START, "left", 1f, 2f);

        // Then
        assertThat(driver.rows()).isEmpty();
        assertThat(driver.metric("readings-waiting")).isZero();
    }

    @Test
    void shouldPassOverWhatCannotBeScored() {
        // When
        driver.sendRaw("pump-1", new byte[] {1, 2, 3});
        driver.send("pump-1", START, "left", 1f, 2f, 3f);
        driver.send("pump-1", START, "left", 1f, Float.NaN);

        // Then
        assertThat(driver.rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pump-1 | nonsense
            pump-1 | {'sensorId': 'pump-1', 'label': 'left'}
            pump-2 | {'sensorId': 'pump-1', 'label': 'left', 'eventTime': 1767225600000}
            pump-1 | {'sensorId': 'pump-1', 'label': ' ', 'eventTime': 1767225600000}
            pump-1 | {'sensorId': 'pump-1', 'label': 'left', 'eventTime': 1767225600000, 'weight': 0}
            pump-1 | {'sensorId': 'pump-1', 'label': 'a', 'position': {'topic': 'other', 'partition': 0, 'offset': 0}}
            pump-1 | {'sensorId': 'pump-1', 'label': 'a', 'position': {'topic': 'labels', 'partition': 3, 'offset': 0}}
            p | {'sensorId': 'p', 'label': 'a', 'position': {'topic': 'sensor-readings', 'partition': 3, 'offset': 0}}
            """)
    void shouldCountWhatIsNoLabelAndGoOn(String key, String label) {
        // When
        driver.label(key, label);
        driver.label("pump-1", "{'sensorId': 'pump-1', 'label': 'left', 'eventTime': 1767225600000}");
        driver.send("pump-1", START, null, 1f, 2f);

        // Then
        assertThat(driver.metric("labels-invalid-total")).isOne();
        assertThat(driver.rows()).hasSize(1);
    }

    @Test
    void shouldGiveUpWhatWaitsInAQuietStream() {
        // Given
        driver.label("pump-1", "{'sensorId': 'pump-1', 'label': 'left', 'eventTime': 1767225600000}");
        driver.send("pump-2", START, null, 1f, 2f);

        // When
        driver.pass(Duration.ofSeconds(59));
        double before = driver.metric("labels-waiting");
        driver.pass(Duration.ofSeconds(2));

        // Then
        assertThat(before).isOne();
        assertThat(driver.metric("labels-unmatched-total")).isOne();
        assertThat(driver.metric("labels-waiting")).isZero();
        assertThat(driver.metric("readings-waiting")).isZero();
    }

    @Test
    void shouldCountLabelsBeforeTheWindow() {
        // Given
        driver.pass(Duration.ofMinutes(5));
        driver.send("pump-2", START.plusSeconds(300), null, 1f, 2f);

        // When
        driver.label("pump-1", "{'sensorId': 'pump-1', 'label': 'left', 'eventTime': 1767225600000}");

        // Then
        assertThat(driver.metric("labels-late-total")).isOne();
    }

    @Test
    void shouldBoundWhatWaits() {
        // Given
        driver.close();
        driver = learning(Mappings.elmstream("sensor-readings"), 2);

        // When
        for (int i = 0; i < 5; i++) {
            driver.send("pump-1", START.plusMillis(i), null, 1f, 2f);
            driver.label("pump-2", "{'sensorId': 'pump-2', 'label': 'left', 'eventTime': " + (T + i) + "}");
        }

        // Then
        assertThat(driver.metric("labels-displaced-total")).isEqualTo(3);
        assertThat(driver.metric("readings-displaced-total")).isEqualTo(3);
        assertThat(driver.metric("labels-waiting")).isEqualTo(2);
    }

    @Test
    void shouldCountForChampionAndChallengerWhatALateLabelSays() {
        // Given
        ModelId id = new ModelId("shuttle");
        driver.index.putArtefact(new VersionKey(id, 2), TestModels.smaller("shuttle", 2));
        driver.index.putTimeline(new Timeline(
                id,
                List.of(
                        Step.champion(1, Step.BEGINNING, 1, "first", T),
                        Step.challenge(
                                2, T, 1, new Challenger(2, Mode.CANARY, Share.ALL, Optional.empty()), "tried", T))));
        driver.send("pump-1", START, null, 1f, 2f);
        driver.send("pump-1", START.plusMillis(1), "left", 1f, 2f);

        // When
        driver.label("pump-1", "{'sensorId': 'pump-1', 'label': 'left', 'eventTime': 1767225600000}");

        // Then
        InstanceReport.Model health = driver.index.health().get(id);
        Comparison counted = health.comparison().orElseThrow().comparison();
        assertThat(counted).isEqualTo(new Comparison(0, 0, counted.disagreements(), 1, 0, 1, 0));
        assertThat(driver.rows()).hasSize(2);
    }
}
