package io.elmstream.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.activity.SensorAlert;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorsTest {

    private static final long T = 1_764_240_000_000L;

    private final Sensors sensors = new Sensors();

    @Test
    void shouldForgetWhatAnInstanceDoesNotNameThoughItCountsMore() {
        // Given: an instance that remembers 100 of 30,000
        take(0, 30_000, Reports.alerts(0, 100, T));

        // When: all but two of those clear
        take(1, 29_902, Reports.alerts(0, 2, T));

        // Then
        assertThat(names()).containsExactly("s-0", "s-1");
    }

    @Test
    void shouldKeepSensorsWhileTheRotationNamesOthers() {
        // When
        take(0, 200, Reports.alerts(0, 100, T));
        take(1, 200, Reports.alerts(100, 100, T));

        // Then
        assertThat(sensors.size()).isEqualTo(200);
    }

    @Test
    void shouldForgetSensorsInTimeWhenReportsHaveNoRoomForThem() {
        // Given
        take(0, 1_000_000, Reports.alerts(0, 100, T));

        // When
        take(1, 1_000_000, List.of());
        int soon = sensors.size();
        take(300, 1_000_000, List.of());

        // Then
        assertThat(soon).isEqualTo(100);
        assertThat(sensors.size()).isZero();
    }

    @Test
    void shouldShowNoConfidenceBeforeAPrediction() {
        // Given: an instance that was started again knows which alerts stand
        take(0, 1, List.of(new SensorAlert("s-0", "m", T - 9_000, "", 0, T)));

        // When
        take(1, 1, List.of(new SensorAlert("s-0", "m", T - 9_000, "hot", 0.9f, T)));
        take(2, 1, List.of(new SensorAlert("s-0", "m", T - 9_000, "hot", 0.8f, T + 2_000)));

        // Then
        assertThat(sensors.find(""))
                .singleElement()
                .satisfies(known -> assertThat(known.sparks()).containsExactly(0.9f, 0.8f));
    }

    private void take(int second, int inAlert, List<SensorAlert> named) {
        long at = T + 1_000L * second;
        sensors.take(
                Reports.full("i1", T, at, false, List.of(), inAlert, inAlert, named, Map.of(), List.of()), at, 1_000);
    }

    private List<String> names() {
        return sensors.find("").stream().map(known -> known.alert().sensor()).toList();
    }
}
