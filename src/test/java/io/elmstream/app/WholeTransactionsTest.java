package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.internals.StreamsConfigUtils.ProcessingMode;
import org.apache.kafka.streams.processor.internals.StreamsProducer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeTransactionsTest {

    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition("sensor-readings", 0), new OffsetAndMetadata(42));
    private static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("elmstream");
    private static final ProducerRecord<byte[], byte[]> PREDICTION =
            new ProducerRecord<>("predictions", new byte[] {1});

    private final MockProducer<byte[], byte[]> kafka = mock();
    private final WholeTransactions producer = new WholeTransactions(kafka);
    /** What Kafka Streams makes of it. */
    private final StreamsProducer streams =
            new StreamsProducer(producer, ProcessingMode.EXACTLY_ONCE_V2, Time.SYSTEM, new LogContext());

    private static MockProducer<byte[], byte[]> mock() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @BeforeEach
    void init() {
        producer.initTransactions();
    }

    @Test
    void shouldCommitRecordsWithTheirOffsets() {
        // When
        producer.beginTransaction();
        producer.send(PREDICTION);
        producer.sendOffsetsToTransaction(OFFSETS, GROUP);
        producer.commitTransaction();

        // Then
        assertThat(kafka.history()).containsExactly(PREDICTION);
        assertThat(kafka.consumerGroupOffsetsHistory()).containsExactly(Map.of("elmstream", OFFSETS));
        assertThatCode(() -> streams.commitTransaction(OFFSETS, GROUP)).doesNotThrowAnyException();
    }

    @Test
    void shouldFailTheThreadWhereOffsetsAreNotTakenInTime() {
        // Given
        TimeoutException late = new TimeoutException("60000 ms");
        kafka.sendOffsetsToTransactionException = late;

        // When, then
        assertFails(late);
        assertThat(kafka.transactionCommitted()).isFalse();
    }

    @Test
    void shouldFailTheThreadWhereTheCommitIsNotTakenInTime() {
        // Given
        TimeoutException late = new TimeoutException("60000 ms");
        kafka.commitTransactionException = late;

        // When, then
        assertFails(late);
    }

    /** A time-out would be a task that is corrupted, and the others committed in the same transaction. */
    private void assertFails(TimeoutException late) {
        assertThatThrownBy(() -> streams.commitTransaction(OFFSETS, GROUP))
                .isExactlyInstanceOf(StreamsException.class)
                .cause()
                .isExactlyInstanceOf(KafkaException.class)
                .hasMessage("a transaction could not be committed in time: 60000 ms")
                .hasCause(late);
        int sent = kafka.uncommittedRecords().size();
        assertThatThrownBy(() -> producer.send(PREDICTION))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("nothing may be added");
        assertThat(kafka.uncommittedRecords()).hasSize(sent);
    }

    @Test
    void shouldLeaveAnyOtherFailureOfACommitToKafkaStreams() {
        // Given
        kafka.fenceProducer();

        // When, then
        assertThatThrownBy(() -> streams.commitTransaction(OFFSETS, GROUP))
                .isInstanceOf(TaskMigratedException.class)
                .hasCauseInstanceOf(ProducerFencedException.class);
    }

    @Test
    void shouldCommitNothingAfterAnAbort() {
        // Given
        producer.beginTransaction();
        producer.send(PREDICTION);
        producer.abortTransaction();

        // When, then: a task that is closed may write what nobody will see
        producer.beginTransaction();
        producer.send(PREDICTION);
        producer.abortTransaction();
        assertThat(kafka.transactionAborted()).isTrue();
        assertCommitsNothing();
    }

    @Test
    void shouldLetTheAbortTimeOutAndCommitNothing() {
        // Given
        TimeoutException late = new TimeoutException("60000 ms");
        kafka.abortTransactionException = late;
        producer.beginTransaction();

        // When, then
        assertThatThrownBy(producer::abortTransaction).isSameAs(late);
        kafka.abortTransactionException = null;
        kafka.abortTransaction();
        assertCommitsNothing();
    }

    private void assertCommitsNothing() {
        assertThatThrownBy(() -> streams.commitTransaction(OFFSETS, GROUP))
                .isExactlyInstanceOf(StreamsException.class)
                .cause()
                .isExactlyInstanceOf(AbortedTransactionException.class)
                .hasMessageContaining("were aborted");
        assertThatThrownBy(producer::commitTransaction).isExactlyInstanceOf(AbortedTransactionException.class);
        assertThat(kafka.history()).isEmpty();
        assertThat(kafka.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void shouldLetKafkaStreamsTryAgainToInitTransactions() {
        // Given
        MockProducer<byte[], byte[]> away = mock();
        TimeoutException late = new TimeoutException("60000 ms");
        away.initTransactionException = late;
        WholeTransactions producer = new WholeTransactions(away);

        // When
        assertThatThrownBy(producer::initTransactions).isSameAs(late);
        away.initTransactionException = null;
        producer.initTransactions();
        producer.beginTransaction();

        // Then
        assertThat(away.transactionInFlight()).isTrue();
    }
}
