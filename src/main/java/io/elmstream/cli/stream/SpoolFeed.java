package io.elmstream.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.ModelFeatures;
import io.elmstream.edge.SpoolReader;
import io.elmstream.edge.SpooledReading;
import io.elmstream.model.Contract;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends the readings of a device's spool, each exactly once however often the command is killed: every transaction also
 * commits the position in the spool, as the offset of a consumer group that is named after the spool. A second command
 * for the same spool ends the first one.
 */
final class SpoolFeed {

    /** The most readings of a transaction. */
    private static final int MOST = 2_000;

    private final Connection connection;
    private final Path folder;
    private final Console console;

    SpoolFeed(Connection connection, Path folder, Console console) {
        this.connection = connection;
        this.folder = folder;
        this.console = console;
    }

    /**
     * Sends what is there and was not sent.
     *
     * @param named the model that the readings name, if not the one that scored them on the device
     * @param isChecked whether that model must be published, with the features of the spool
     * @param outcomes is told of each reading
     * @param stopped whether to stop after the current transaction
     * @return the number of readings sent
     */
    long send(Optional<String> named, boolean isChecked, Pace pace, Outcomes outcomes, BooleanSupplier stopped) {
        try (SpoolReader spool = SpoolReader.open(folder, 0, notice -> {})) {
            SpoolProgress known = SpoolProgress.read(folder, spool.id());
            String model = named.orElse(spool.model().value());
            if (isChecked) {
                requireFeatures(model, spool.contract().featureNames());
            }
            String group = connection.configuration().applicationId() + "-spool-" + spool.id();
            try (Consumer<byte[], byte[]> consumer = connection.consumer(Map.of("group.id", group));
                    Producer<byte[], byte[]> producer = connection.producer(Map.of("transactional.id", group))) {
                producer.initTransactions();
                return new Sending(consumer, producer, model).send(known, pace, outcomes, stopped);
            }
        } catch (IOException e) {
            throw new CommandFailure("BAD_SPOOL", "--spool: " + e.getMessage(), "--spool");
        }
    }

    private void requireFeatures(String model, List<String> features) {
        List<String> published = new ModelFeatures(connection).of(Optional.of(model));
        Contract.difference(published, features).ifPresent(difference -> {
            throw new CommandFailure(
                    "BAD_SPOOL",
                    "the features of " + folder + " are not those of the published model " + model + ": " + difference,
                    "--spool");
        });
    }

    /** One run of the command. */
    private final class Sending {

        private final Consumer<byte[], byte[]> consumer;
        private final Producer<byte[], byte[]> producer;
        private final String model;
        private final String topic = connection.topics().readings();
        /** Not a place in that partition: its offset is the position in the spool. */
        private final TopicPartition place = new TopicPartition(topic, 0);

        private final RecordEncoder<SensorReading> encoder =
                new RecordEncoder<>(connection.registry().register(topic, SensorReading.getClassSchema()));

        Sending(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, String model) {
            this.consumer = consumer;
            this.producer = producer;
            this.model = model;
        }

        long send(SpoolProgress known, Pace pace, Outcomes outcomes, BooleanSupplier stopped) throws IOException {
            long next = start(known);
            // before there is any attempt, so that after one the offset is missing only if it has expired
            producer.beginTransaction();
            commit(next);
            int most = (int) Math.max(1, Math.min(MOST, pace.perSecond()));
            long begin = System.nanoTime();
            long sent = 0;
            try (SpoolReader spool = SpoolReader.open(folder, next, notice -> console.say(true, notice))) {
                for (List<SpooledReading> readings = some(spool, most);
                        !readings.isEmpty() && !stopped.getAsBoolean();
                        readings = some(spool, most)) {
                    long end = readings.get(readings.size() - 1).position() + 1;
                    new SpoolProgress(known.spool(), next, end).write(folder);
                    producer.beginTransaction();
                    for (SpooledReading reading : readings) {
                        pace.await(begin, sent++, stopped);
                        send(reading, outcomes);
                    }
                    commit(end);
                    next = end;
                }
                new SpoolProgress(known.spool(), next, next).write(folder);
                spool.deleteBefore(next);
            }
            return sent;
        }

        private long start(SpoolProgress known) {
            Optional<OffsetAndMetadata> committed =
                    Optional.ofNullable(consumer.committed(Set.of(place)).get(place));
            if (committed.isPresent()) {
                return Math.max(committed.get().offset(), known.next());
            }
            if (known.attempted() > known.next()) {
                throw new CommandFailure(
                        "UNKNOWN_PROGRESS",
                        "a command was killed while it sent " + folder + ", and the cluster has no longer the offset"
                                + " of group " + consumer.groupMetadata().groupId()
                                + ", which tells whether it had committed. To send those readings again, delete "
                                + folder.resolve("progress") + "; some readings may then be there twice",
                        "--spool");
            }
            return known.next();
        }

        private List<SpooledReading> some(SpoolReader spool, int most) throws IOException {
            List<SpooledReading> readings = new ArrayList<>();
            while (readings.size() < most) {
                Optional<SpooledReading> reading = spool.next();
                if (reading.isEmpty()) {
                    break;
                }
                readings.add(reading.get());
            }
            return readings;
        }

        private void send(SpooledReading from, Outcomes outcomes) {
            SensorReading reading = new SensorReading(
                    from.sensor(),
                    model,
                    Instant.ofEpochMilli(from.time()),
                    null,
                    ReadingRecords.features(from.features()));
            byte[] key = from.sensor().getBytes(UTF_8);
            producer.send(new ProducerRecord<>(topic, key, encoder.encode(reading)), (written, problem) -> {
                // the transaction is aborted if this fails
                if (problem == null) {
                    outcomes.sent(written.topic(), written.partition(), written.offset());
                }
            });
        }

        private void commit(long next) {
            producer.sendOffsetsToTransaction(Map.of(place, new OffsetAndMetadata(next)), consumer.groupMetadata());
            producer.commitTransaction();
        }
    }
}
