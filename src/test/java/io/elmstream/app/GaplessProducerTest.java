package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GaplessProducerTest {

    private static final ProducerRecord<byte[], byte[]> FIRST = new ProducerRecord<>("predictions", new byte[] {1});
    private static final ProducerRecord<byte[], byte[]> SECOND = new ProducerRecord<>("predictions", new byte[] {2});

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final GaplessProducer producer = new GaplessProducer(kafka);
    private final List<Exception> told = new ArrayList<>();

    /** The second is one after which Kafka Streams would rejoin its group and go on with the same producer. */
    static List<RuntimeException> failures() {
        return List.of(new RecordTooLargeException("too large"), new UnknownProducerIdException("unknown"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldTakeNoRecordAfterOneThatCouldNotBeSent(RuntimeException failure) {
        // Given
        producer.send(FIRST, (metadata, e) -> told.add(e));

        // When
        kafka.errorNext(failure);

        // Then
        assertThat(told).containsExactly(failure);
        assertThatThrownBy(() -> producer.send(SECOND))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("this producer is no longer usable")
                .cause()
                .isExactlyInstanceOf(KafkaException.class)
                .hasMessageContaining("no record to predictions: " + failure.getMessage())
                .hasCause(failure);
        assertThat(kafka.history()).containsExactly(FIRST);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldLetNoCommitThroughAfterARecordThatCouldNotBeSent(RuntimeException failure) {
        // Given
        producer.send(FIRST);
        producer.send(SECOND);

        // When
        kafka.errorNext(failure);

        // Then: each time, whoever asks
        assertThatThrownBy(producer::flush).isExactlyInstanceOf(KafkaException.class);
        assertThatThrownBy(producer::flush).isExactlyInstanceOf(KafkaException.class);
        assertThat(kafka.flushed()).as("what came before it is out").isTrue();
    }

    @Test
    void shouldGoOnWhileEveryRecordIsSent() {
        // Given
        producer.send(FIRST, (metadata, e) -> told.add(e));
        kafka.completeNext();

        // When
        producer.send(SECOND);
        producer.flush();

        // Then
        assertThat(kafka.history()).containsExactly(FIRST, SECOND);
        assertThat(told).containsOnlyNulls();
    }
}
