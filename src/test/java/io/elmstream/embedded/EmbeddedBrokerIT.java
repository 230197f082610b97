package io.elmstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final TopicPartition TOPIC = new TopicPartition("readings", 0);

    @TempDir
    Path folder;

    @Test
    void shouldKeepRecordsAndAddressOverAStop() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            String address = broker.bootstrapServers();
            createTopic(address);
            send(address, "before");

            // When
            broker.stop();
            broker.startAgain();

            // Then
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            send(address, "after");
            assertThat(read(address, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void shouldGoOnWithTheDataOfAnEarlierBroker() throws Exception {
        // Given
        try (EmbeddedBroker earlier = EmbeddedBroker.start(folder)) {
            createTopic(earlier.bootstrapServers());
            send(earlier.bootstrapServers(), "before");
        }

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {

            // Then
            assertThat(read(broker.bootstrapServers(), 1)).containsExactly("before");
        }
    }

    @Test
    void shouldServeTransactions() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            createTopic(broker.bootstrapServers());
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "test");
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                producer.initTransactions();

                // When
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC.topic(), "aborted"));
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC.topic(), "committed"));
                producer.commitTransaction();
            }

            // Then
            assertThat(read(broker.bootstrapServers(), 1)).containsExactly("committed");
        }
    }

    @Test
    void shouldTakeFurtherProperties() throws Exception {
        // Given
        Map<String, String> extra = Map.of("log.cleaner.backoff.ms", "111");

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, extra);
                Admin admin = admin(broker.bootstrapServers())) {

            // Then
            ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
            assertThat(admin.describeConfigs(List.of(node))
                            .all()
                            .get()
                            .get(node)
                            .get("log.cleaner.backoff.ms")
                            .value())
                    .isEqualTo("111");
        }
    }

    @Test
    void shouldSayThatAnotherBrokerUsesTheFolder() {
        // Given
        try (EmbeddedBroker first = EmbeddedBroker.start(folder)) {
            assertThat(first.bootstrapServers()).isNotEmpty();

            // When, then
            assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use");
        }
    }

    private static void createTopic(String address) throws Exception {
        try (Admin admin = admin(address)) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static Admin admin(String address) {
        return Admin.create(Map.of("bootstrap.servers", address));
    }

    private static void send(String address, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC.topic(), value)).get();
        }
    }

    private static List<String> read(String address, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", address, "auto.offset.reset", "earliest", "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            List<String> values = new ArrayList<>();
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(30)).forEach(each -> values.add(each.value()));
            }
            return values;
        }
    }
}
