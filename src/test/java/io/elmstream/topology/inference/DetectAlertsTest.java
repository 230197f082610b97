package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.activity.SensorAlert;
import io.elmstream.alert.AlertId;
import io.elmstream.alert.AlertRule;
import io.elmstream.alert.Position;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DetectAlertsTest {

    private final AlertsDriver driver =
            new AlertsDriver(new AlertSettings(Set.of("leak", "burst"), new AlertRule(2, 3, 0.6)));

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldStayQuietAndStoreNothingForAHealthySensor() {
        // Given / When
        for (int i = 0; i < 10; i++) {
            driver.predict("pump-1", "shuttle", "normal", 0.99f);
        }

        // Then
        assertThat(driver.alerts()).isEmpty();
        assertThat(driver.stored()).isZero();
    }

    @Test
    void shouldRaiseAtTheSecondOfThreeHitsAndNameTheReading() {
        // Given
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.predict("pump-1", "shuttle", "normal", 0.99f);

        // When
        driver.predict("pump-1", "shuttle", "burst", 0.8f);

        // Then
        assertThat(driver.alerts()).singleElement().satisfies(record -> {
            Alert alert = record.value();
            assertThat(record.key()).isEqualTo("pump-1");
            assertThat(alert.getChange()).isEqualTo(AlertChange.RAISED);
            assertThat(alert.getId()).isEqualTo(AlertId.of("pump-1", "shuttle", new Position("readings", 0, 2)));
            assertThat(alert.getSensorId()).isEqualTo("pump-1");
            assertThat(alert.getModelId()).isEqualTo("shuttle");
            assertThat(alert.getVersion()).isEqualTo(4);
            assertThat(alert.getLabel()).isEqualTo("burst");
            assertThat(alert.getConfidence()).isEqualTo(0.8f);
            assertThat(alert.getEventTime()).isEqualTo(Instant.ofEpochMilli(1_002));
            assertThat(alert.getSourceTopic()).isEqualTo("readings");
            assertThat(alert.getSourcePartition()).isZero();
            assertThat(alert.getSourceOffset()).isEqualTo(2);
        });
    }

    @Test
    void shouldTellWhichAlertsStand() {
        // Given
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.predict("pump-2", "shuttle", "leak", 0.7f);
        driver.predict("pump-2", "shuttle", "burst", 0.8f);
        driver.predict("pump-1", "shuttle", "burst", 0.9f);
        driver.predict("pump-3", "shuttle", "leak", 0.9f);

        // When
        List<SensorAlert> both = driver.activity().nextAlerts();
        int standing = driver.activity().alertsStanding();
        for (int i = 0; i < 3; i++) {
            driver.predict("pump-1", "shuttle", "normal", 0.99f);
        }

        // Then
        assertThat(both)
                .containsExactlyInAnyOrder(
                        new SensorAlert("pump-1", "shuttle", 1_001, "burst", 0.9f, 1_004),
                        new SensorAlert("pump-2", "shuttle", 1_003, "burst", 0.8f, 1_003));
        assertThat(standing).isEqualTo(2);
        assertThat(driver.activity().nextAlerts())
                .extracting(SensorAlert::sensor)
                .containsExactly("pump-2");
        assertThat(driver.activity().alertsStanding()).isEqualTo(1);
        assertThat(driver.activity().alertsRaised()).isEqualTo(2);
        assertThat(driver.activity().alertsCleared()).isEqualTo(1);
    }

    @Test
    void shouldClearUnderTheSameIdAndForgetTheSensor() {
        // Given
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.predict("pump-1", "shuttle", "leak", 0.7f);

        // When
        for (int i = 0; i < 3; i++) {
            driver.predict("pump-1", "shuttle", "normal", 0.99f);
        }

        // Then
        var alerts = driver.alerts();
        assertThat(alerts)
                .extracting(record -> record.value().getChange())
                .containsExactly(AlertChange.RAISED, AlertChange.CLEARED);
        assertThat(alerts.get(1).value().getId())
                .isEqualTo(alerts.get(0).value().getId());
        assertThat(alerts.get(1).value().getSourceOffset()).isEqualTo(4);
        assertThat(driver.stored()).isZero();
    }

    @Test
    void shouldNotCountWhatIsNotConfidentEnough() {
        // Given / When
        for (int i = 0; i < 5; i++) {
            driver.predict("pump-1", "shuttle", "leak", 0.59f);
        }

        // Then
        assertThat(driver.alerts()).isEmpty();
        assertThat(driver.stored()).isZero();
    }

    @Test
    void shouldKeepSensorsAndModelsApart() {
        // Given / When
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.predict("pump-2", "shuttle", "leak", 0.7f);
        driver.predict("pump-1", "other", "leak", 0.7f);

        // Then
        assertThat(driver.alerts()).isEmpty();
        assertThat(driver.stored()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheReadingsTimestampAndHeaders() {
        // Given
        driver.predict("pump-1", "shuttle", "leak", 0.7f);

        // When
        driver.predict("pump-1", "shuttle", "leak", 0.7f);

        // Then
        assertThat(driver.alerts()).singleElement().satisfies(record -> {
            assertThat(record.timestamp()).isEqualTo(1_001);
            assertThat(new String(record.headers().lastHeader("trace").value())).isEqualTo("1");
        });
    }

    @Test
    void shouldKnowSinceWhenAnAlertStandsThatAnEarlierTaskRaised() {
        // Given: one alert of this release, and one of a release that did not store its time
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.predict("pump-1", "shuttle", "burst", 0.8f);
        driver.store(
                "shuttle\0pump-2",
                ByteBuffer.allocate(41)
                        .put((byte) 3)
                        .putLong(0b11)
                        .putLong(900)
                        .putInt(0)
                        .putLong(1)
                        .putInt(0)
                        .put("readings".getBytes(UTF_8))
                        .array());

        // When
        driver.revive();
        driver.predict("pump-1", "shuttle", "leak", 0.9f);
        driver.predict("pump-2", "shuttle", "leak", 0.9f);

        // Then
        assertThat(driver.states().get("shuttle\0pump-1").raisedAt()).isEqualTo(1_001);
        assertThat(driver.activity().nextAlerts())
                .containsExactlyInAnyOrder(
                        new SensorAlert("pump-1", "shuttle", 1_001, "leak", 0.9f, 1_003),
                        new SensorAlert("pump-2", "shuttle", SensorAlert.UNKNOWN, "leak", 0.9f, 1_004));
    }

    @Test
    void shouldFindTheStatesAgainThatAnEarlierTaskLeft() {
        // Given
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.predict("pump-1", "shuttle", "leak", 0.7f);
        driver.alerts();

        // When
        driver.revive();
        for (int i = 0; i < 3; i++) {
            driver.predict("pump-1", "shuttle", "normal", 0.99f);
        }

        // Then
        assertThat(driver.alerts())
                .extracting(record -> record.value().getChange())
                .containsExactly(AlertChange.CLEARED);
        assertThat(driver.stored()).isZero();
    }

    @Test
    void shouldRaiseNothingWithoutAlertClasses() {
        // Given
        try (AlertsDriver none = new AlertsDriver(AlertSettings.none())) {
            // When
            none.predict("pump-1", "shuttle", "leak", 1);

            // Then
            assertThat(none.alerts()).isEmpty();
        }
    }
}
