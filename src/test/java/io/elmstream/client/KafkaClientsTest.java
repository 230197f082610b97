package io.elmstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    @Test
    void shouldTakeSettingsOfStreamThreads() {
        // Given
        KafkaClients clients = new KafkaClients(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "group.protocol", "streams", "group.instance.id", "instance-1"));
        TopicPartition partition = new TopicPartition("models", 0);

        // When
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            consumer.assign(List.of(partition));

            // Then
            assertThat(consumer.assignment()).containsExactly(partition);
        }
    }
}
