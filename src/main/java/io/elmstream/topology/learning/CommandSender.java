package io.elmstream.topology.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.governor.Command;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.SigningKey;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.ModelCommand;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes the records of commands, signed if there is a key. All tasks of an instance share it, because the numbers that
 * a key signs with have to rise.
 */
final class CommandSender {

    /**
     * A command as it is sent.
     *
     * @param number that it is signed with; 0 if it is not signed
     */
    record Sent(Record<byte[], byte[]> record, long number) {}

    private final RecordEncoder<ModelCommand> encoder;
    private final Optional<SigningKey> key;
    private final AtomicLong last = new AtomicLong();

    CommandSender(RecordEncoder<ModelCommand> encoder, Optional<SigningKey> key) {
        this.encoder = encoder;
        this.key = key;
    }

    /**
     * Returns the record of a command.
     *
     * @param highest a number that was used before
     * @param now in epoch milliseconds
     */
    Sent record(Command command, long highest, long now) {
        byte[] modelId = command.id().value().getBytes(UTF_8);
        byte[] value = encoder.encode(CommandRecords.command(command));
        Record<byte[], byte[]> record = new Record<>(modelId, value, now);
        if (key.isEmpty()) {
            return new Sent(record, 0);
        }
        long number = last.updateAndGet(before -> Math.max(Math.max(before, highest) + 1, now * 1_000));
        record.headers()
                .add(
                        RecordSignature.HEADER,
                        key.get().sign(number, modelId, value).header());
        return new Sent(record, number);
    }
}
