package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredNodesTest {

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>(properties());
    private final KeyValueStore<Bytes, byte[]> store =
            StoredNodes.builder().withCachingDisabled().withLoggingDisabled().build();
    private final CompletionMetrics metrics = new CompletionMetrics(context.metrics(), context.taskId(), () -> 1_000);

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "elmstream");
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, TestFolders.fresh().toString());
        return properties;
    }

    @BeforeEach
    void open() {
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldKeepStatesOverARestart() {
        // Given
        new StoredNodes(store, metrics).put("plant/edge-1", new byte[] {1, 2});

        // When
        StoredNodes restarted = new StoredNodes(store, metrics);

        // Then
        assertThat(restarted.get("plant/edge-1")).containsExactly(1, 2);
        assertThat(restarted.get("plant/edge-2")).isNull();
    }

    @Test
    void shouldForgetTheDevicesOfANode() {
        // Given
        StoredNodes nodes = new StoredNodes(store, metrics);
        for (String sender : new String[] {"p/e", "p/e/1", "p/e/2", "p/e-2/1", "p/e2"}) {
            nodes.put(sender, new byte[1]);
        }

        // When
        nodes.forgetDevices("p/e");

        // Then
        assertThat(nodes.get("p/e")).isNotNull();
        assertThat(nodes.get("p/e/1")).isNull();
        assertThat(nodes.get("p/e/2")).isNull();
        assertThat(nodes.get("p/e-2/1")).isNotNull();
        assertThat(nodes.get("p/e2")).isNotNull();
    }

    @Test
    void shouldForgetThoseThatSentNothingForLongestBeyondItsBound() {
        // Given
        StoredNodes nodes = new StoredNodes(store, metrics, 3 * (StoredNodes.ENTRY_BYTES + 2 + 10));
        nodes.put("a", new byte[10]);
        nodes.put("b", new byte[10]);
        nodes.put("c", new byte[10]);
        nodes.get("a");

        // When
        nodes.put("d", new byte[10]);
        nodes.put("e", new byte[2_000]);

        // Then
        assertThat(nodes.get("a")).isNull();
        assertThat(nodes.get("e")).hasSize(2_000);
        assertThat(store.approximateNumEntries()).isOne();
    }
}
