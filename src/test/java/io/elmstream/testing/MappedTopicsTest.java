package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user's own topics under the test driver. */
class MappedTopicsTest {

    private final ElmstreamTestDriver driver = ElmstreamTestDriver.builder()
            .set("models.default", "shuttle")
            .set(
                    "readings",
                    "{\"telemetry\": {\"format\": \"json\", \"sensor\": \"device\"}, \"/plant-.*/\": {\"format\":"
                            + " \"json\"}}")
            .build();

    MappedTopicsTest() {
        driver.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        driver.activate("shuttle", 1);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldScoreReadingsOfEachInput() {
        // When
        driver.pipe("telemetry", null, "{\"device\": \"b8\", \"left\": 1, \"right\": 2}");
        driver.pipe("plant-7", "pump", "{\"left\": 2, \"right\": 1}");

        // Then
        assertThat(driver.predictions())
                .extracting(Prediction::getSensorId, Prediction::getLabel, Prediction::getSourceTopic)
                .containsExactly(tuple("b8", "right", "telemetry"), tuple("pump", "left", "plant-7"));
    }

    @Test
    void shouldSayWhichTopicsAndFormsThereAre() {
        assertThatThrownBy(() -> driver.pipe("else", null, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the topic 'else' is no input; the inputs are telemetry, /plant-.*/");
        assertThatThrownBy(() -> driver.pipe(new SensorReading("b9", null, null, null, List.of(1f, 2f))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the topic telemetry has readings in another form");
    }
}
