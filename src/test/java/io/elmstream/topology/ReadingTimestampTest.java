package io.elmstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTimestampTest {

    @ParameterizedTest
    @CsvSource({"1764000000000, 1764000000000", "1, 1", "0, 0", "-1, 0", "-9223372036854775808, 0"})
    void shouldNeverBeNegativeSinceSuchRecordsAreDroppedInSilence(long timestamp, long taken) {
        // Given
        ConsumerRecord<Object, Object> record = new ConsumerRecord<>(
                "sensor-readings",
                0,
                7,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                "value",
                new RecordHeaders(),
                Optional.empty());

        // When
        long extracted = new ReadingTimestamp().extract(record, 42);

        // Then
        assertThat(extracted).isEqualTo(taken);
    }
}
