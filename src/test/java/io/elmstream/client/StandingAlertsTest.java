package io.elmstream.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class StandingAlertsTest {

    private final StandingAlerts alerts = new StandingAlerts(alert -> true);
    private long offset;

    @Test
    void shouldKeepOneAlertOfASensorAndRuleOfATask() {
        // When
        take("expired", AlertChange.RAISED, "readings", 1, 1_000);
        take("other", AlertChange.RAISED, "more-readings", 2, 2_000);
        take("again", AlertChange.RAISED, "readings", 1, 3_000);

        // Then
        assertThat(alerts.standing()).extracting(each -> each.alert().getId()).containsExactly("again", "other");
    }

    @Test
    void shouldKeepTheAlertInThePartitionThatASensorHasLeft() {
        // Given
        take("before", AlertChange.RAISED, "readings", 1, 1_000);
        take("after", AlertChange.RAISED, "readings", 5, 2_000);

        // When
        take("after", AlertChange.CLEARED, "readings", 5, 3_000);

        // Then
        assertThat(alerts.standing()).extracting(each -> each.alert().getId()).containsExactly("before");

        // When
        take("before", AlertChange.CLEARED, "alert-control", 1, 4_000);

        // Then
        assertThat(alerts.standing()).isEmpty();
    }

    @Test
    void shouldTellSensorsApartWhoseIdsAreNotText() {
        // Given
        take(new byte[] {(byte) 0xff}, "a", AlertChange.RAISED, "readings", 1, 1_000);
        take(new byte[] {(byte) 0xfe}, "b", AlertChange.RAISED, "readings", 1, 2_000);

        // When
        take(new byte[] {(byte) 0xfe}, "b", AlertChange.CLEARED, "readings", 1, 3_000);

        // Then
        assertThat(alerts.standing()).singleElement().satisfies(each -> {
            assertThat(each.alert().getId()).isEqualTo("a");
            assertThat(each.key()).containsExactly(0xff);
        });
    }

    private void take(String id, AlertChange change, String topic, int partition, long time) {
        take("pump-1".getBytes(UTF_8), id, change, topic, partition, time);
    }

    private void take(byte[] key, String id, AlertChange change, String topic, int partition, long time) {
        Alert alert = new Alert(
                id,
                change,
                new String(key, UTF_8),
                "shuttle",
                1,
                "right",
                0.9f,
                Instant.ofEpochMilli(time),
                topic,
                partition,
                offset,
                0,
                "",
                0,
                "",
                "",
                "",
                "");
        byte[] value = new RecordEncoder<Alert>(1).encode(alert);
        alerts.take(new ConsumerRecord<>("alerts", 0, offset++, key, value));
    }
}
