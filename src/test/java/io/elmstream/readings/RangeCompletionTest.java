package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.sparkplug.Payload;
import io.elmstream.support.SparkplugText;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RangeCompletionTest {

    private static final List<SparkplugText> MESSAGES = SparkplugText.messages("""
            # spBv1.0/plant/DBIRTH/edge-1/pump-7
            seq: 1 metrics { name: "Temp" alias: 1 datatype: 9 float_value: 20.5 }
            # spBv1.0/plant/DDATA/edge-1/pump-7
            seq: 2 metrics { alias: 1 float_value: 21 }
            """);

    private final RangeCompletion completion = new RangeCompletion(
            MappingParser.parse("readings", "{\"edge\": {\"format\": \"sparkplug\"}, \"t\": {\"format\": \"json\"}}"));

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, int message) {
        return new ConsumerRecord<>(
                "edge",
                partition,
                offset,
                MESSAGES.get(message).key(),
                MESSAGES.get(message).value());
    }

    @Test
    void shouldCompleteARecordWithThoseOfItsPartition() throws Exception {
        // When
        Optional<ConsumerRecord<byte[], byte[]>> birth = completion.take(record(0, 5, 0));
        ConsumerRecord<byte[], byte[]> data = completion.take(record(0, 6, 1)).orElseThrow();
        ConsumerRecord<byte[], byte[]> other = completion.take(record(1, 6, 1)).orElseThrow();

        // Then
        assertThat(birth).isEmpty();
        assertThat(data.offset()).isEqualTo(6);
        assertThat(Payload.parse(data.value()).isComplete()).isTrue();
        assertThat(Payload.parse(other.value()).isComplete()).isFalse();
        assertThat(completion.next(new TopicPartition("edge", 0))).isEqualTo(7);
        assertThat(completion.next(new TopicPartition("edge", 2))).isZero();
    }

    @Test
    void shouldLeaveOtherRecordsAsTheyAre() {
        // Given
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("t", 0, 0, null, "{}".getBytes(UTF_8));

        // When / Then
        assertThat(completion.isNeeded("t")).isFalse();
        assertThat(completion.take(record)).containsSame(record);
    }
}
