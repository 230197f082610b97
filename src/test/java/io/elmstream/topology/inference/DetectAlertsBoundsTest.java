package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.AlertRule;
import io.elmstream.alert.AlertState;
import io.elmstream.wire.SeenAlertState;
import io.elmstream.wire.avro.AlertChange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** States of alerts expire after 16 minutes, in steps of one, and there are three of them at most. */
class DetectAlertsBoundsTest {

    private static final long MINUTE = 60_000;
    private static final long START = 1_764_000_000_000L / MINUTE * MINUTE;
    private static final AlertSettings SETTINGS =
            new AlertSettings(Set.of("leak"), new AlertRule(2, 3, 0.6), Duration.ofMinutes(16), 3);

    private final AlertsDriver driver = new AlertsDriver(SETTINGS);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldForgetASensorThatHasBeenSilentForLong() {
        // Given
        driver.predictAt(START, "pump-1", "leak");
        driver.predictAt(START + 16 * MINUTE, "pump-2", "normal");
        assertThat(driver.stored()).isOne();

        // When
        driver.predictAt(START + 17 * MINUTE, "pump-2", "normal");

        // Then
        assertThat(driver.stored()).isZero();
        assertThat(driver.metric("alert-states-expired-total")).isEqualTo(1);
        assertThat(driver.metric("alert-states")).isZero();
        driver.predictAt(START + 18 * MINUTE, "pump-1", "leak");
        assertThat(driver.alerts()).isEmpty();
    }

    @Test
    void shouldRememberAnAlertWhileItsSensorSends() {
        // Given
        driver.predictAt(START, "pump-1", "leak");
        for (int minute = 1; minute < 60; minute++) {
            driver.predictAt(START + minute * MINUTE, "pump-1", "leak");
        }

        // When
        for (int i = 0; i < 3; i++) {
            driver.predictAt(START + 60 * MINUTE, "pump-1", "normal");
        }

        // Then
        assertThat(driver.alerts())
                .extracting(record -> record.value().getChange())
                .containsExactly(AlertChange.RAISED, AlertChange.CLEARED);
    }

    @Test
    void shouldNotTakeASensorForSilentThatSendsOldReadings() {
        // Given
        driver.predictAt(START + Duration.ofDays(1).toMillis(), "pump-2", "normal");

        // When
        driver.predictAt(START, "pump-1", "leak");
        driver.predictAt(START + 1, "pump-1", "leak");

        // Then
        assertThat(driver.alerts()).hasSize(1);
    }

    @Test
    void shouldNotForgetOthersForAReadingFromTheFuture() {
        // Given
        driver.predictAt(START, "pump-1", "leak");

        // When
        driver.predictWithEventTime(START + Duration.ofDays(9_999).toMillis(), START, "pump-2", "normal");
        driver.predictAt(START + 1, "pump-1", "leak");

        // Then
        assertThat(driver.alerts()).hasSize(1);
    }

    @Test
    void shouldForgetTheOldestWithoutAnAlertWhenThereAreTooMany() {
        // Given
        driver.predictAt(START, "raised", "leak");
        driver.predictAt(START, "raised", "leak");
        driver.predictAt(START + 2, "older", "leak");
        driver.predictAt(START + 1, "oldest", "leak");

        // When
        driver.predictAt(START + 3, "new", "leak");

        // Then
        assertThat(driver.states()).containsOnlyKeys("shuttle\0raised", "shuttle\0older", "shuttle\0new");
        assertThat(driver.metric("alert-states-evicted-total")).isEqualTo(1);
        assertThat(driver.metric("alert-states")).isEqualTo(3);
    }

    @Test
    void shouldForgetTheOldestAlertWhenAllStatesAreAlerts() {
        // Given
        for (String sensor : List.of("a", "b", "c")) {
            driver.predictAt(START, sensor, "leak");
            driver.predictAt(START + sensor.charAt(0), sensor, "normal");
            driver.predictAt(START + sensor.charAt(0), sensor, "leak");
        }

        // When
        driver.predictAt(START + MINUTE, "new", "leak");

        // Then
        assertThat(driver.states()).containsOnlyKeys("shuttle\0b", "shuttle\0c", "shuttle\0new");
    }

    @Test
    void shouldLetStatesAgeThatWereStoredWithoutATime() {
        // Given
        for (int i = 0; i < 40; i++) {
            driver.store(
                    "shuttle\0old-" + i,
                    ByteBuffer.allocate(9).put((byte) 1).putLong(1).array());
        }
        driver.revive();

        // When
        driver.predictAt(START, "pump-2", "normal");

        // Then
        assertThat(driver.stored()).isEqualTo(24);
        driver.predictAt(START + 1, "pump-2", "normal");
        driver.predictAt(START + 2, "pump-2", "normal");
        assertThat(driver.states())
                .hasSize(3)
                .allSatisfy((key, state) ->
                        assertThat(state).isEqualTo(new SeenAlertState(new AlertState(1, Optional.empty()), START)));
        driver.predictAt(START + 17 * MINUTE, "pump-2", "normal");
        assertThat(driver.stored()).isZero();
    }
}
