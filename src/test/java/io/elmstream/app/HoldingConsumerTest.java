package io.elmstream.app;

import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.Mappings;
import io.elmstream.wire.AskedSchemas;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.RegistryUnreachableException;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldingConsumerTest {

    private static final TopicPartition FIRST = new TopicPartition("sensor-readings", 0);
    private static final TopicPartition SECOND = new TopicPartition("sensor-readings", 1);
    private static final Duration NOW = Duration.ZERO;
    private static final int KNOWN = 1;
    private static final int LATE = 2;

    private final ScheduledExecutorService asking = Executors.newScheduledThreadPool(AskedSchemas.AT_ONCE);
    private final SlowRegistry registry = new SlowRegistry();
    private final AskedSchemas schemas = new AskedSchemas(registry, asking, System::nanoTime);
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
    private final Consumer<byte[], byte[]> consumer = HoldingConsumer.of(kafka, gate(schemas));

    @BeforeEach
    void assign() {
        kafka.assign(List.of(FIRST, SECOND));
        kafka.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        schemas.find(KNOWN);
    }

    @AfterEach
    void stop() {
        asking.shutdownNow();
    }

    @Test
    void shouldHandOutWhatCanBeJudged() {
        // Given
        sent(FIRST, KNOWN, KNOWN);
        sent(SECOND, KNOWN);

        // When / Then
        assertThat(offsets(consumer.poll(NOW))).containsExactlyInAnyOrder("0@0", "0@1", "1@0");
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void shouldHoldAPartitionAtTheFirstReadingThatMustWaitAndLetTheOtherGoOn() {
        // Given
        sent(FIRST, KNOWN, LATE, KNOWN);
        sent(SECOND, KNOWN);

        // When
        ConsumerRecords<byte[], byte[]> records = consumer.poll(NOW);

        // Then
        assertThat(offsets(records)).containsExactlyInAnyOrder("0@0", "1@0");
        assertThat(records.nextOffsets().get(FIRST).offset()).isEqualTo(1);
        assertThat(records.nextOffsets().get(SECOND).offset()).isEqualTo(1);
        assertThat(consumer.position(FIRST)).isEqualTo(1);
        assertThat(kafka.paused()).containsExactly(FIRST);

        // When
        sentFrom(1, SECOND, KNOWN);

        // Then
        assertThat(offsets(consumer.poll(NOW))).containsExactly("1@1");

        // When
        registry.answer();

        // Then
        await().untilAsserted(() -> {
            consumer.poll(NOW);
            assertThat(kafka.paused()).isEmpty();
        });
        sentFrom(1, FIRST, LATE, KNOWN);
        assertThat(offsets(consumer.poll(NOW))).containsExactly("0@1", "0@2");
    }

    @Test
    void shouldHandOutNothingOfAPartitionWhoseFirstReadingMustWait() {
        // Given
        sent(FIRST, LATE, KNOWN);

        // When
        ConsumerRecords<byte[], byte[]> records = consumer.poll(NOW);

        // Then
        assertThat(records.isEmpty()).isTrue();
        assertThat(records.nextOffsets()).doesNotContainKey(FIRST);
        assertThat(consumer.position(FIRST)).isZero();
    }

    @Test
    void shouldForgetWhatKafkaStreamsPausedWithAPartitionThatGoes() {
        // Given
        consumer.pause(Set.of(FIRST));
        kafka.assign(List.of(SECOND));
        consumer.poll(NOW);
        kafka.assign(List.of(FIRST, SECOND));
        sent(FIRST, LATE);
        consumer.poll(NOW);
        assertThat(kafka.paused()).containsExactly(FIRST);

        // When
        registry.answer();

        // Then
        await().untilAsserted(() -> {
            consumer.poll(NOW);
            assertThat(kafka.paused()).isEmpty();
        });
    }

    @Test
    void shouldKeepPausedWhatKafkaStreamsPaused() {
        // Given
        sent(FIRST, LATE);
        consumer.poll(NOW);
        consumer.pause(Set.of(FIRST));

        // When
        registry.answer();
        await().until(() -> schemas.waits(Throwable::getMessage).isEmpty() && isKnown());
        consumer.poll(NOW);

        // Then
        assertThat(kafka.paused()).containsExactly(FIRST);
        consumer.resume(Set.of(FIRST));
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void shouldNotResumeWhatIsHeld() {
        // Given
        sent(FIRST, LATE);
        consumer.pause(Set.of(SECOND));
        consumer.poll(NOW);

        // When
        consumer.resume(Set.of(FIRST, SECOND));

        // Then
        assertThat(kafka.paused()).containsExactly(FIRST);
    }

    @Test
    void shouldLetGoOfWhatIsSought() {
        // Given
        sent(FIRST, LATE);
        consumer.poll(NOW);

        // When
        consumer.seek(FIRST, 0);

        // Then
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void shouldAskForTheFirstReadingThatWaitsFirst() {
        // Given
        ScheduledExecutorService oneByOne = Executors.newScheduledThreadPool(1);
        Consumer<byte[], byte[]> holding =
                HoldingConsumer.of(kafka, gate(new AskedSchemas(registry, oneByOne, System::nanoTime)));
        sent(FIRST, 21, 22, 23, 24);

        // When
        holding.poll(NOW);

        // Then
        await().until(() -> registry.asked.contains(24));
        assertThat(registry.asked).endsWith(21, 22, 23, 24);
        oneByOne.shutdownNow();
    }

    @Test
    void shouldLetOnlyReadingsThatCanBeJudgedBeBundled() {
        // Given
        Consumer<byte[], byte[]> bundling = BundlingConsumer.of(consumer, Mappings.elmstream(FIRST.topic()), 2);
        sent(FIRST, KNOWN, KNOWN, KNOWN, LATE, KNOWN);

        // When
        ConsumerRecords<byte[], byte[]> records = bundling.poll(NOW);

        // Then
        assertThat(offsets(records)).containsExactly("0@0", "0@2");
        assertThat(records.nextOffsets().get(FIRST).offset()).isEqualTo(3);

        // When
        registry.answer();

        // Then
        await().untilAsserted(() -> {
            bundling.poll(NOW);
            assertThat(kafka.paused()).isEmpty();
        });
        sentFrom(3, FIRST, LATE, KNOWN);
        assertThat(offsets(bundling.poll(NOW))).containsExactly("0@3");
        assertThat(bundling.position(FIRST)).isEqualTo(5);
    }

    private boolean isKnown() {
        return gate(schemas).test(new ConsumerRecord<>(FIRST.topic(), 0, 0, new byte[0], value(LATE)));
    }

    private static ReadingGate gate(AskedSchemas schemas) {
        return new ReadingGate(Mappings.elmstream(FIRST.topic()), schemas);
    }

    private void sent(TopicPartition partition, int... contentIds) {
        sentFrom(0, partition, contentIds);
    }

    private void sentFrom(long offset, TopicPartition partition, int... contentIds) {
        for (int i = 0; i < contentIds.length; i++) {
            kafka.addRecord(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), offset + i, new byte[0], value(contentIds[i])));
        }
    }

    private static byte[] value(int contentId) {
        return new byte[] {0, 0, 0, 0, (byte) contentId, 1};
    }

    private static List<String> offsets(ConsumerRecords<byte[], byte[]> records) {
        List<String> offsets = new ArrayList<>();
        records.forEach(record -> offsets.add(record.partition() + "@" + record.offset()));
        return offsets;
    }

    /** Knows one schema at once, and another when it is told. */
    private static final class SlowRegistry implements SchemaRegistry {

        private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
        private final List<Integer> asked = new CopyOnWriteArrayList<>();
        private volatile boolean answers;

        SlowRegistry() {
            registry.register("a", Schema.create(Schema.Type.INT));
            registry.register("b", Schema.create(Schema.Type.LONG));
        }

        void answer() {
            answers = true;
        }

        @Override
        public Lookup find(SchemaId id) {
            asked.add((int) id.value());
            if (id.value() == LATE && !answers) {
                throw new RegistryUnreachableException("not now", new IllegalStateException());
            }
            return registry.find(id);
        }

        @Override
        public int register(String topic, Schema schema) {
            return registry.register(topic, schema);
        }

        @Override
        public void offer(String topic, List<Schema> schemas) {
            registry.offer(topic, schemas);
        }
    }
}
