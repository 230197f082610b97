package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.client.Partitions;
import io.elmstream.client.PresentRecords;
import io.elmstream.data.Packing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import picocli.CommandLine.Option;

/** The options for sample records: of a topic, or of a file with one JSON text in each line. */
final class SampleOptions {

    @Option(names = "--topic", paramLabel = "T", description = "the topic to read records of; no offsets are committed")
    private Optional<String> topic = Optional.empty();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "a file to read records of instead, one JSON text in each line")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--latest", description = "read the latest records of the topic (default: the first ones)")
    private boolean latest;

    /** Checks that there is one source, before anything is read. */
    void requireOne() {
        if (topic.isPresent() == file.isPresent()) {
            throw new CommandFailure("USAGE", "name either a topic, --topic, or a file, --file", "--topic");
        }
        if (file.isPresent() && latest) {
            throw new CommandFailure(
                    "USAGE", "--latest is for a topic; the first lines of a file are read", "--latest");
        }
    }

    Optional<String> topic() {
        return topic;
    }

    Optional<Path> file() {
        return file;
    }

    /** Returns the source, for messages. */
    String name() {
        return topic.map(name -> "topic " + name).orElseGet(() -> "file " + file.orElseThrow());
    }

    /**
     * Reads records.
     *
     * @param most how many
     * @param connection to the cluster of the topic; empty for a file
     * @return one or more; those of a file have no key, and the line as their offset
     */
    List<ConsumerRecord<byte[], byte[]>> read(int most, Optional<Connection> connection) {
        List<ConsumerRecord<byte[], byte[]>> records = connection.isPresent()
                ? records(connection.get(), topic.orElseThrow(), most)
                : lines(file.orElseThrow(), most);
        if (records.isEmpty()) {
            throw new CommandFailure("NO_RECORDS", "the " + name() + " has no records", "");
        }
        return records;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(Connection connection, String name, int most) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = connection.consumer(Map.of())) {
            List<TopicPartition> partitions = Partitions.fromTheBeginning(consumer, List.of(name));
            if (latest) {
                Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
                consumer.endOffsets(partitions)
                        .forEach((partition, end) ->
                                consumer.seek(partition, Math.max(first.getOrDefault(partition, 0L), end - most)));
            }
            PresentRecords present = PresentRecords.of(consumer);
            while (present.areLeft() && (latest || records.size() < most)) {
                present.poll().forEach(records::add);
            }
        }
        if (latest) {
            records.sort(Comparator.comparing((ConsumerRecord<byte[], byte[]> each) -> each.timestamp())
                    .reversed());
        }
        return List.copyOf(records.subList(0, Math.min(most, records.size())));
    }

    private static List<ConsumerRecord<byte[], byte[]>> lines(Path file, int most) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long now = System.currentTimeMillis();
        try (InputStream in = Packing.of(file.toString()).unpacked(Files.newInputStream(file));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 1;
            for (String line = reader.readLine(); line != null && records.size() < most; line = reader.readLine()) {
                if (!line.isBlank()) {
                    records.add(record(number, line, now));
                }
                number++;
            }
        } catch (NoSuchFileException e) {
            throw new CommandFailure("NO_FILE", "--file: " + file + " does not exist", "--file");
        } catch (IOException e) {
            throw new CommandFailure("NO_FILE", "--file: " + file + " cannot be read: " + e.getMessage(), "--file");
        }
        return records;
    }

    private static ConsumerRecord<byte[], byte[]> record(int line, String text, long now) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                "",
                0,
                line,
                now,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                null,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    /** Returns the position of a record, as people write it. */
    String position(ConsumerRecord<byte[], byte[]> record) {
        return file.isPresent() ? "line " + record.offset() : record.partition() + "-" + record.offset();
    }
}
