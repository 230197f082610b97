package io.elmstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.wire.avro.Prediction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackTimingTest {

    private static final long MILLIS = 1_000_000;
    private static final long EFFECTIVE = 5_000;

    private final RollbackTiming takenBack = new RollbackTiming(4, 7, EFFECTIVE, 100 * MILLIS);

    @Test
    void shouldMeasureToTheFirstPredictionWithoutTheStepAndTheLastWithIt() {
        // When
        takenBack.received(prediction(7, EFFECTIVE + 10), 130 * MILLIS);
        takenBack.received(prediction(6, EFFECTIVE + 20), 180 * MILLIS);
        takenBack.received(prediction(7, EFFECTIVE + 15), 190 * MILLIS);
        takenBack.received(prediction(6, EFFECTIVE + 30), 250 * MILLIS);

        // Then
        assertThat(takenBack.times().firstWithoutMillis()).contains(80.0);
        assertThat(takenBack.times().lastWithMillis()).contains(90.0);
    }

    @Test
    void shouldLeaveOutReadingsThatTheStepWouldNotHaveDecided() {
        // When
        takenBack.received(prediction(6, EFFECTIVE - 1), 110 * MILLIS);
        takenBack.received(prediction(6, EFFECTIVE), 120 * MILLIS);

        // Then
        assertThat(takenBack.times().firstWithoutMillis()).contains(20.0);
        assertThat(takenBack.times().lastWithMillis()).isEmpty();
    }

    private static Prediction prediction(long revision, long eventTime) {
        return new Prediction(
                "radiator-01",
                "shuttle",
                4,
                revision,
                Instant.ofEpochMilli(eventTime),
                "High",
                0.9f,
                List.of(0.9f),
                "0_0",
                0L,
                1,
                "sensor-readings",
                0,
                0L,
                List.of(),
                false,
                0,
                false,
                "",
                0,
                List.of(),
                List.of(),
                0f);
    }
}
