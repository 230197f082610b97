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

/** Sends commands about models to the governor and waits for its answers. Not safe for threads. */
public final class ModelControl implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    /** How often a command is signed again because others use the same key. */
    private static final int ATTEMPTS = 5;

    /**
     * How far a number may be ahead of this clock to go on from it: an answer that is made up must not use the key up.
     */
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

    private record Answered(ModelStatus status, OptionalLong highest) {}

    /**
     * @param kafka how to reach the cluster: {@code bootstrap.servers} and what else the client needs
     * @param patience how long to wait for an answer
     * @param signWith what commands are signed with
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
     * Publishes a model file; one that is too large for a record goes in parts.
     *
     * @param newContract whether it may have other features or labels than those agreed so far
     * @return the governor's answer; empty if none came in time
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
     * @param expectedRevision the revision of the timeline that the caller saw; empty takes any
     * @param effectiveFrom the event time from which it is, in epoch milliseconds; empty means soon
     * @return the governor's answer; empty if none came in time
     */
    public Optional<ModelStatus> activate(
            VersionKey version, OptionalLong expectedRevision, OptionalLong effectiveFrom) {
        return ask(new Command.Activate(
                requestId(), version.modelId(), version.version(), expectedRevision, effectiveFrom));
    }

    /** Makes a published version the champion soon, whatever the revision is. */
    public Optional<ModelStatus> activate(VersionKey version) {
        return activate(version, OptionalLong.empty(), OptionalLong.empty());
    }

    /** A request id that no other command has. */
    public static String requestId() {
        return UUID.randomUUID().toString();
    }

    /**
     * Sends a command. Where somebody else with the same key was faster, or has a clock that is ahead, it is signed
     * again with a number above the one in the answer.
     *
     * @return the governor's answer; empty if none came in time
     * @throws KafkaException if the command cannot be sent, for example since this user may not write the control topic
     */
    public Optional<ModelStatus> ask(Command command) {
        byte[] key = command.id().value().getBytes(StandardCharsets.UTF_8);
        byte[] value = commands.encode(commandSchema, CommandRecords.command(command));
        Optional<Answered> answered = ask(command.requestId(), key, value);
        for (int attempt = 1;
                attempt < ATTEMPTS && answered.filter(this::goesOn).isPresent();
                attempt++) {
            lastNumber = Math.max(lastNumber, answered.get().highest().getAsLong());
            answered = ask(command.requestId(), key, value);
        }
        return answered.map(Answered::status);
    }

    private boolean goesOn(Answered answered) {
        return signWith.isPresent()
                && RefusalReason.BAD_NUMBER.name().equals(answered.status().getCode())
                && answered.highest().isPresent()
                && answered.highest().getAsLong() < micros() + FURTHEST.toNanos() / 1_000;
    }

    private Optional<Answered> ask(String requestId, byte[] key, byte[] value) {
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

    private Optional<Answered> await(String requestId) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.key() == null || !ReportRecords.isAnswer(new String(record.key(), StandardCharsets.UTF_8))) {
                    continue;
                }
                try {
                    ModelStatus status = statuses.decode(record.value());
                    if (requestId.equals(status.getRequestId())) {
                        return Optional.of(new Answered(status, highest(record)));
                    }
                } catch (UnreadableRecordException e) {
                    // an answer of a newer release to somebody else
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
        // at once: what was sent has arrived, and a producer whose record was refused would complain of that again
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
