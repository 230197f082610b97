package io.elmstream.topology.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.UploadPart;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class OpenUploadsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");

    @Test
    void shouldBeginWithoutAPartThatCannotBeRead() {
        // Given
        KeyValueStore<String, byte[]> store = store();
        OpenUploads before = new OpenUploads(store);
        before.put(new UploadPart("r0", SHUTTLE, 1, "00ff", 0, "11ee", new byte[] {1, 2}), 7);
        before.put(new UploadPart("r1", SHUTTLE, 1, "00ff", 1, "11ee", new byte[] {3}), 7);
        store.put("/upload/shuttle/1/00ff/0", new byte[] {9});

        // When
        OpenUploads after = new OpenUploads(store);

        // Then
        assertThat(after.upload(new OpenUploads.Key(new VersionKey(SHUTTLE, 1), "00ff"))
                        .sizes())
                .containsOnlyKeys(1);
        assertThat(after.bytes()).isEqualTo(1);
    }

    private static KeyValueStore<String, byte[]> store() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        MockProcessorContext<Object, Object> context = new MockProcessorContext<>(properties);
        KeyValueStore<String, byte[]> store =
                GovernedModels.builder().withLoggingDisabled().build();
        context.addStateStore(store);
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
