package io.elmstream.activity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstanceActivityTest {

    private final InstanceActivity activity = new InstanceActivity();

    @Test
    void shouldAddUpTheLatencyOfTasks() {
        // Given
        TaskLatency one = activity.latencyOfTask();
        TaskLatency other = activity.latencyOfTask();
        one.add(3);
        one.add(40);
        other.add(3);
        other.add(-20);

        // When
        one.addUp();
        one.addUp();
        other.addUp();

        // Then
        assertThat(activity.latency().byStart()).isEqualTo(Map.of(0L, 1L, 3L, 2L, 40L, 1L));
        assertThat(activity.latency().millis()).isEqualTo(46);
    }

    @Test
    void shouldNameNewAlertsFirstAndOthersInTurn() {
        // Given
        TaskAlerts task = activity.alertsOfTask();
        for (int i = 0; i < 150; i++) {
            task.stands("boiler", sensor(i), 1_000 + i, 1_000 + i);
        }
        Set<String> named = sensors(activity.nextAlerts());

        // When
        task.stands("boiler", sensor(999), 2_000, 2_000);
        List<SensorAlert> next = activity.nextAlerts();

        // Then
        assertThat(named).hasSize(100);
        assertThat(sensors(next)).hasSize(100).contains("s-999");
        named.addAll(sensors(next));
        assertThat(named).hasSize(151);
        assertThat(activity.alertsStanding()).isEqualTo(151);
    }

    @Test
    void shouldCountAlertsBeyondThoseThatItRemembers() {
        // Given
        TaskAlerts task = activity.alertsOfTask();
        for (int i = 0; i < StandingAlerts.MOST + 5; i++) {
            task.stands("boiler/hot/for", sensor(i), i, i);
        }

        // When
        task.ended("boiler/hot/for", sensor(0));
        task.ended("boiler/hot/for", sensor(StandingAlerts.MOST + 1));

        // Then
        assertThat(activity.alertsStanding()).isEqualTo(StandingAlerts.MOST + 3);
        assertThat(activity.nextAlerts()).extracting(SensorAlert::owner).containsOnly("boiler/hot");
    }

    @Test
    void shouldRememberAnAlertWhenOthersHaveEnded() {
        // Given: one more than are remembered
        TaskAlerts task = activity.alertsOfTask();
        for (int i = 0; i <= StandingAlerts.MOST; i++) {
            task.stands("boiler", sensor(i), i, i);
        }
        task.predicted("boiler", sensor(StandingAlerts.MOST), 10_000, "hot", 0.9f, 20_000);
        for (int i = 0; i < StandingAlerts.MOST; i++) {
            task.ended("boiler", sensor(i));
        }
        assertThat(activity.nextAlerts()).isEmpty();

        // When
        task.predicted("boiler", sensor(StandingAlerts.MOST), 10_000, "hot", 0.9f, 30_000);
        task.predicted("boiler", sensor(3), 3, "hot", 0.9f, 30_000);

        // Then
        assertThat(activity.alertsStanding()).isEqualTo(1);
        assertThat(activity.nextAlerts())
                .containsExactly(new SensorAlert("s-" + StandingAlerts.MOST, "boiler", 10_000, "hot", 0.9f, 30_000));
    }

    @Test
    void shouldForgetTheAlertsOfATaskThatWasClosed() {
        // Given
        TaskAlerts one = activity.alertsOfTask();
        TaskAlerts other = activity.alertsOfTask();
        one.stands("boiler", sensor(1), 1, 1);
        other.stands("boiler", sensor(2), 2, 2);

        // When
        one.close();

        // Then
        assertThat(activity.alertsStanding()).isEqualTo(1);
        assertThat(sensors(activity.nextAlerts())).containsExactly("s-2");
    }

    @Test
    void shouldRememberTheLastDeadLettersOfEachReason() {
        // When
        for (int i = 0; i < 8; i++) {
            reject("UNREADABLE", 1_000 + 200 * i, i);
        }
        reject("UNREADABLE", 2_401, 100);
        reject("NO_MODEL", 1_500, 50);

        // Then
        assertThat(activity.deadLetters()).isEqualTo(Map.of("NO_MODEL", 1L, "UNREADABLE", 9L));
        assertThat(activity.samples()).extracting(DeadLetterSample::offset).containsExactly(7L, 6L, 5L, 4L, 3L, 50L);
    }

    private void reject(String reason, long at, long offset) {
        activity.rejected(reason, at, () -> new DeadLetterSample(reason, "readings", 0, offset, "s", "why", at));
    }

    private static byte[] sensor(int number) {
        return ("s-" + number).getBytes(UTF_8);
    }

    private static Set<String> sensors(List<SensorAlert> alerts) {
        Set<String> sensors = new HashSet<>();
        alerts.forEach(alert -> sensors.add(alert.sensor()));
        return sensors;
    }
}
