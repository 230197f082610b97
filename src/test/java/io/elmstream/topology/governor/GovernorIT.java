package io.elmstream.topology.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.embedded.ChildJvm;
import io.elmstream.embedded.EmbeddedBroker;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.topology.Topics;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Timeline;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The governor on a real broker. */
class GovernorIT {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final Topics TOPICS = Topics.standard();
    private static final String COMMITTED = "read_committed";
    private static final String ALL = "read_uncommitted";
    private static final int VERSIONS = 8;
    private static final int LIVES = 3;
    private static final int PER_LIFE = 200;

    @TempDir
    Path folder;

    @Test
    @Timeout(900)
    void shouldJudgeEveryCommandOnceThoughItIsKilledAndLosesItsState() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), Map.of())) {
            String address = broker.bootstrapServers();
            createTopics(address);

            // When
            for (int life = 0; life < LIVES; life++) {
                try (ChildJvm governor = ChildJvm.start(
                        GovernorProcess.class,
                        address,
                        folder.resolve("state-" + life).toString())) {
                    assertThat(governor.line()).isEqualTo("running");
                    int sent = send(address, life);
                    if (life == LIVES - 1) {
                        read(address, TOPICS.modelStatus(), COMMITTED, sent);
                    } else {
                        // its transaction is open when the first answers are there
                        read(address, TOPICS.modelStatus(), ALL, sent - PER_LIFE + 1);
                    }
                }
            }

            // Then
            List<ModelStatus> answers = answers(address);
            assertThat(answers)
                    .extracting(ModelStatus::getCommandOffset)
                    .containsExactlyElementsOf(
                            LongStream.range(0, LIVES * PER_LIFE).boxed().toList());
            assertModelsAre(address, answers);
            assertThat(read(address, TOPICS.modelStatus(), ALL, 1))
                    .as("transactions were cut off")
                    .hasSizeGreaterThan(answers.size());
        }
    }

    private static void createTopics(String address) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(
                            new NewTopic(TOPICS.modelControl(), 1, (short) 1),
                            new NewTopic(TOPICS.modelStatus(), 1, (short) 1),
                            new NewTopic(TOPICS.models(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Publishes, activations, and some that are no command; returns how many have been sent in all lives. */
    private static int send(String address, int life) {
        ControlCodec<io.elmstream.wire.avro.ModelCommand> codec = ControlCodec.commands();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = life * PER_LIFE; i < (life + 1) * PER_LIFE; i++) {
                byte[] value = i % 10 == 9 ? new byte[] {1, 2, 3} : codec.encode(0, CommandRecords.command(command(i)));
                producer.send(new ProducerRecord<>(TOPICS.modelControl(), value));
            }
        }
        return (life + 1) * PER_LIFE;
    }

    private static Command command(int i) {
        int version = 1 + i % VERSIONS;
        return i % 3 == 0
                ? new Publish(
                        "r" + i, SHUTTLE, version, TestArtefacts.bytes("shuttle", version, i % 7 == 0 ? 1 : 2), false)
                : new Activate("r" + i, SHUTTLE, version, OptionalLong.empty(), OptionalLong.empty());
    }

    private static List<ModelStatus> answers(String address) throws UnreadableRecordException {
        List<ModelStatus> answers = new ArrayList<>();
        for (var record : read(address, TOPICS.modelStatus(), COMMITTED, LIVES * PER_LIFE)) {
            answers.add(ControlCodec.statuses().decode(record.value()));
        }
        return answers;
    }

    /** Each accepted command has left one record, in order, and the revisions have neither holes nor doubles. */
    private static void assertModelsAre(String address, List<ModelStatus> answers) throws UnreadableRecordException {
        List<ModelStatus> accepted = answers.stream()
                .filter(answer -> answer.getOutcome() == CommandOutcome.ACCEPTED)
                .toList();
        assertThat(accepted).hasSizeGreaterThan(PER_LIFE);
        // a version that is published again is written again, with the timeline, as they were
        Set<ByteBuffer> written = new HashSet<>();
        var models = read(address, TOPICS.models(), COMMITTED, accepted.size()).stream()
                .filter(record -> written.add(ByteBuffer.wrap(record.value())))
                .toList();
        assertThat(models).hasSameSizeAs(accepted);
        long revision = 0;
        for (int i = 0; i < accepted.size(); i++) {
            var model = ControlCodec.models().decode(models.get(i).value());
            if (model.getContent() instanceof Timeline) {
                revision++;
                assertThat(ModelRecords.timeline(model).revision()).isEqualTo(revision);
                assertThat(accepted.get(i).getRevision()).isEqualTo(revision);
            } else {
                assertThat(new String(models.get(i).key()))
                        .isEqualTo("shuttle/" + accepted.get(i).getVersion());
            }
        }
        assertThat(models)
                .extracting(record -> new String(record.key()))
                .filteredOn(key -> key.contains("/"))
                .doesNotHaveDuplicates()
                .hasSize(VERSIONS);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            String address, String topic, String isolation, int atLeast) {
        Map<String, Object> settings = Map.of("bootstrap.servers", address, "isolation.level", isolation);
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (records.size() < atLeast) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            // and what else is there by now
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
