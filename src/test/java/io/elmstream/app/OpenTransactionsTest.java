package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.topics.TopicEnds.Ends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {

    private static final TopicPartition PARTITION = new TopicPartition("sensor-readings", 1);

    private final OpenTransactions open = new OpenTransactions(Duration.ofSeconds(60));

    private List<String> look(long second, long readable, long end) {
        return open.problems(Map.of(PARTITION, new Ends(readable, end)), second * 1_000);
    }

    @Test
    void shouldNameTheTransactionThatStaysOpenAndHowToEndIt() {
        // When
        List<String> early = look(100, 40, 70);
        List<String> before = look(159, 40, 80);
        List<String> late = look(165, 40, 90);

        // Then
        assertThat(early).isEmpty();
        assertThat(before).isEmpty();
        assertThat(late)
                .singleElement()
                .asString()
                .startsWith(
                        "sensor-readings-1 cannot be read beyond offset 40, where a transaction has been open for 65"
                                + " s; 50 ")
                .endsWith("abort --topic sensor-readings --partition 1 --start-offset 40");
    }

    @Test
    void shouldSayNothingOfTransactionsThatEndInTime() {
        // When / Then
        assertThat(look(100, 40, 70)).isEmpty();
        assertThat(look(159, 70, 90)).as("the next one").isEmpty();
        assertThat(look(218, 70, 95)).isEmpty();
        assertThat(look(219, 95, 95)).as("all ended").isEmpty();
        assertThat(look(220, 95, 96)).isEmpty();
        assertThat(look(279, 95, 99)).isEmpty();
        assertThat(look(280, 95, 99)).hasSize(1);
    }
}
