package io.elmstream.client;

import io.elmstream.governor.Command;
import io.elmstream.governor.Publication;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.RefusalReason;
import io.elmstream.governor.Signer;
import io.elmstream.governor.SigningKey;
import io.elmstream.model.VersionKey;
import io.elmstream.topology.Topics;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;

/** Sends commands about models to the governor and waits for its answers. Not thread-safe. */
public final class ModelControl implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    /** The largest number of attempts to send a command while others use the same key. */
    private static final int ATTEMPTS = 5;

    /** The largest accepted lead of a number over this clock, so that a forged answer cannot exhaust the numbers. */
    private static final Duration FURTHEST = Duration.ofDays(1);

    private final Topics topics;
    private final Duration patience;
    private final Optional<SigningKey> signWith;
    private final int commandSchema;
    private final ControlCodec<ModelCommand> commands = ControlCodec.commands();
    private final ControlCodec<ModelStatus> statuses = ControlCodec.statuses();
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private long lastNumber;

    private record Answer(ModelStatus status, OptionalLong highest) {}

    /**
     * @param kafka the properties of the clients, with {@code bootstrap.servers}
     * @param patience how long to wait for an answer
     * @param signWith the key that commands are signed with; empty if they are not signed
     */
    public ModelControl(
            Map<String, Object> kafka,
            Topics topics,
            SchemaRegistry registry,
            Duration patience,
            Optional<SigningKey> signWith) {
        this.topics = topics;
        this.patience = patience;
        this.signWith = signWith;
        this.commandSchema = registry.register(topics.modelControl(), commands.schema());
        KafkaClients clients = new KafkaClients(kafka);
        this.producer = clients.producer(Map.of(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 32 << 20, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
        this.consumer = clients.consumer();
    }

    /**
     * Publishes a model file; a file that is too large for one record is sent in parts.
     *
     * @param newContract whether its features or labels can differ from those of the published versions
     * @return the governor's answer; empty after a timeout
     */
    public Optional<ModelStatus> publish(VersionKey version, byte[] artefact, boolean newContract) {
        Iterator<Command> commands = new Publication(version, artefact, newContract)
                .commands(ModelControl::requestId)
                .iterator();
        Optional<ModelStatus> answer = ask(commands.next());
        while (commands.hasNext()
                && answer.filter(given -> given.getOutcome() != CommandOutcome.REFUSED)
                        .isPresent()) {
            answer = ask(commands.next());
        }
        return answer;
    }

    /**
     * Makes a published version the champion.
     *
     * @param expectedRevision the revision of the timeline that the caller read; empty accepts any
     * @param effectiveFrom the event time at which it becomes the champion, in epoch milliseconds; empty for as early
     *     as possible
     * @return the governor's answer; empty after a timeout
     */
    public Optional<ModelStatus> activate(
            VersionKey version, OptionalLong expectedRevision, OptionalLong effectiveFrom) {
        return ask(new Command.Activate(
                requestId(), version.modelId(), version.version(), expectedRevision, effectiveFrom));
    }

    /** Makes a published version the champion as early as possible, regardless of the revision. */
    public Optional<ModelStatus> activate(VersionKey version) {
        return activate(version, OptionalLong.empty(), OptionalLong.empty());
    }

    /** Returns a new unique request id. */
    public static String requestId() {
        return UUID.randomUUID().toString();
    }

    /**
     * Sends a command. If another sender with the same key was faster or has a clock that is ahead, the command is
     * signed again with a number above the one in the answer.
     *
     * @return the governor's answer; empty after a timeout
     * @throws KafkaException if the command cannot be sent, for example because this user is not allowed to write to
     *     the control topic
     */
    public Optional<ModelStatus> ask(Command command) {
        byte[] key = command.id().value().getBytes(StandardCharsets.UTF_8);
        byte[] value = commands.encode(commandSchema, CommandRecords.command(command));
        Optional<Answer> answer = ask(command.requestId(), key, value);
        for (int attempt = 1; attempt < ATTEMPTS && answer.filter(this::goesOn).isPresent(); attempt++) {
            lastNumber = Math.max(lastNumber, answer.get().highest().getAsLong());
            answer = ask(command.requestId(), key, value);
        }
        return answer.map(Answer::status);
    }

    private boolean goesOn(Answer answer) {
        return signWith.isPresent()
                && RefusalReason.BAD_NUMBER.name().equals(answer.status().getCode())
                && answer.highest().isPresent()
                && answer.highest().getAsLong() < micros() + FURTHEST.toNanos() / 1_000;
    }

    private Optional<Answer> ask(String requestId, byte[] key, byte[] value) {
        Partitions.fromTheEnd(consumer, List.of(topics.modelStatus()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topics.modelControl(), key, value);
        signWith.ifPresent(with -> record.headers()
                .add(RecordSignature.HEADER, with.sign(nextNumber(), key, value).header()));
        deliver(record);
        return await(requestId);
    }

    private long nextNumber() {
        lastNumber = Math.max(lastNumber + 1, micros());
        return lastNumber;
    }

    private static long micros() {
        return System.currentTimeMillis() * 1_000;
    }

    private void deliver(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Optional<Answer> await(String requestId) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.key() == null || !ReportRecords.isAnswer(new String(record.key(), StandardCharsets.UTF_8))) {
                    continue;
                }
                try {
                    ModelStatus status = statuses.decode(record.value());
                    if (requestId.equals(status.getRequestId())) {
                        return Optional.of(new Answer(status, highest(record)));
                    }
                } catch (UnreadableRecordException e) {
                    // an answer to another sender, from a newer release
                }
            }
        }
        return Optional.empty();
    }

    private static OptionalLong highest(ConsumerRecord<byte[], byte[]> answer) {
        Header header = answer.headers().lastHeader(Signer.HIGHEST_HEADER);
        return header == null || header.value() == null || header.value().length != Long.BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
    }

    @Override
    public void close() {
        // without waiting: every record was acknowledged, and a producer with a rejected record would fail again
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
