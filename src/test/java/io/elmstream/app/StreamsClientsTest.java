package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.readings.Mappings;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.wire.AskedSchemas;
import io.elmstream.wire.MemorySchemaRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamsClientsTest {

    private static final Map<String, Object> CONFIG = Map.of("bootstrap.servers", "localhost:1", "group.id", "g");

    private final ScheduledExecutorService asking = Executors.newScheduledThreadPool(1);
    private final AskedSchemas schemas = new AskedSchemas(new MemorySchemaRegistry(), asking, System::nanoTime);

    @AfterEach
    void stop() {
        asking.shutdownNow();
    }

    @Test
    void shouldBundleReadingsOfInference() {
        // Given
        KafkaClientSupplier clients = StreamsClients.ofInference(settings(256), schemas);

        // When
        try (Consumer<byte[], byte[]> consumer = clients.getConsumer(CONFIG)) {

            // Then
            assertThat(Proxy.getInvocationHandler(consumer)).isInstanceOf(BundlingConsumer.class);
        }
    }

    @Test
    void shouldOnlyHoldReadingsWhereABatchIsOne() {
        // Given
        KafkaClientSupplier clients = StreamsClients.ofInference(settings(1), schemas);

        // When
        try (Consumer<byte[], byte[]> consumer = clients.getConsumer(CONFIG)) {

            // Then
            assertThat(Proxy.getInvocationHandler(consumer)).isInstanceOf(HoldingConsumer.class);
        }
    }

    @Test
    void shouldOnlyHoldReadingsOfTheLearner() {
        // Given
        KafkaClientSupplier clients = StreamsClients.ofLearner(Mappings.elmstream("readings"), schemas);

        // When
        try (Consumer<byte[], byte[]> consumer = clients.getConsumer(CONFIG)) {

            // Then
            assertThat(Proxy.getInvocationHandler(consumer)).isInstanceOf(HoldingConsumer.class);
        }
    }

    private static InferenceSettings settings(int batch) {
        return new InferenceSettings(
                Topics.standard(),
                new BatchPolicy(batch, Duration.ofMillis(5)),
                Optional.empty(),
                new AlertSettings(Set.of(), new AlertRule(1, 1, 0)),
                1_000_000);
    }
}
