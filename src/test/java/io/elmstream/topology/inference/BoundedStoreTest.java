package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.TopicReader;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedStoreTest {

    private final AtomicReference<StateRestoreCallback> changelog = new AtomicReference<>();
    private final KeyValueStore<Bytes, byte[]> store =
            BoundedStore.supplier("states", 100).get();

    @BeforeEach
    void open() {
        store.init(context(), store);
    }

    @Test
    void shouldRestoreNoSensorIdsThatNoReadingMayHave() {
        // Given
        restore("shuttle\0pump-1", "state");

        // When
        for (int i = 0; i < 1_700; i++) {
            byte[] key = Arrays.copyOf(("shuttle\0" + i).getBytes(UTF_8), 500_000);
            changelog.get().restore(key, "state".getBytes(UTF_8));
            changelog.get().restore(key, null);
        }
        restore("shuttle\0" + "x".repeat(TopicReader.MAX_SENSOR_BYTES), "state");

        // Then
        assertThat(store.approximateNumEntries()).isEqualTo(2);
        assertThat(store.get(key("shuttle\0pump-1"))).asString(UTF_8).isEqualTo("state");
    }

    @Test
    void shouldRestoreNoMoreThanTwiceTheBoundAndGoOnWithWhatIsThere() {
        // Given
        for (int i = 0; i < 10_000; i++) {
            restore("shuttle\0" + i, "state");
        }

        // When
        restore("shuttle\0" + 0, "newer");
        changelog.get().restore("shuttle\0".concat("1").getBytes(UTF_8), null);
        restore("shuttle\0next", "state");

        // Then
        assertThat(store.approximateNumEntries()).isEqualTo(200);
        assertThat(store.get(key("shuttle\0" + 0))).asString(UTF_8).isEqualTo("newer");
        assertThat(store.get(key("shuttle\0" + 1))).isNull();
        assertThat(store.get(key("shuttle\0next"))).isNotNull();
    }

    @Test
    void shouldTakeWhateverTheTaskWritesAfterwards() {
        // Given
        for (int i = 0; i < 10_000; i++) {
            restore("shuttle\0" + i, "state");
        }

        // When
        store.put(key("shuttle\0new"), "state".getBytes(UTF_8));

        // Then
        assertThat(store.get(key("shuttle\0new"))).isNotNull();
    }

    private void restore(String key, String value) {
        changelog.get().restore(key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static Bytes key(String key) {
        return Bytes.wrap(key.getBytes(UTF_8));
    }

    /** Of all that a store's context can do, ours asks for little. */
    private StateStoreContext context() {
        return (StateStoreContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {StateStoreContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "register" -> {
                        changelog.set((StateRestoreCallback) arguments[1]);
                        yield null;
                    }
                    case "taskId" -> new TaskId(0, 0);
                    case "recordMetadata" -> Optional.empty();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
