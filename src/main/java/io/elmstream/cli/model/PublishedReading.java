package io.elmstream.cli.model;

import io.elmstream.alert.Position;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.client.PresentRecords;
import io.elmstream.readings.RangeCompletion;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A reading named by its position.
 *
 * @param position in the form of {@link Position#toString()}
 */
record PublishedReading(Position position) {

    private static final String OPTION = "--reading";
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})(?:#(\\d{1,9}))?");

    /** @throws CommandFailure if the text is no position */
    static PublishedReading parse(String text) {
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    OPTION + " must be TOPIC-PARTITION@OFFSET, with #INDEX for a reading of a record with many, for"
                            + " example readings-0@17, but is '" + text + "'",
                    OPTION);
        }
        return new PublishedReading(new Position(
                found.group(1),
                Integer.parseInt(found.group(2)),
                Long.parseLong(found.group(3)),
                found.group(4) == null ? 0 : Integer.parseInt(found.group(4))));
    }

    /**
     * Reads its record.
     *
     * @param completion is given the records before it, if it needs them
     * @throws CommandFailure if it is not there
     */
    ConsumerRecord<byte[], byte[]> record(Connection connection, RangeCompletion completion) {
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        try (Consumer<byte[], byte[]> consumer = connection.consumer(Map.of())) {
            int partitions = consumer.partitionsFor(position.topic()).size();
            if (position.partition() >= partitions) {
                throw absent("topic " + position.topic() + " has only the partitions 0 to " + (partitions - 1));
            }
            long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (position.offset() < first) {
                throw absent("its record has been deleted, because it was older than the topic's retention: the first"
                        + " record of the partition that is left is at offset " + first);
            }
            if (position.offset() >= end) {
                throw absent("the partition has no such offset yet: it ends before offset " + end);
            }
            consumer.assign(List.of(partition));
            consumer.seek(partition, completion.isNeeded(position.topic()) ? first : position.offset());
            return next(consumer, partition, completion);
        }
    }

    private ConsumerRecord<byte[], byte[]> next(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, RangeCompletion completion) {
        PresentRecords present = PresentRecords.of(consumer);
        while (present.areLeft() && consumer.position(partition) <= position.offset()) {
            for (ConsumerRecord<byte[], byte[]> record : present.poll()) {
                if (record.offset() == position.offset()) {
                    return record;
                }
                if (record.offset() < position.offset()) {
                    completion.take(record);
                }
            }
        }
        throw absent("there is no record at this offset: it belongs to the end of a transaction, to one that was"
                + " aborted, or to a record that was compacted away");
    }

    /** Returns a failure because the reading is not there. */
    CommandFailure absent(String why) {
        return new CommandFailure("NO_READING", OPTION + " " + position + ": " + why, OPTION);
    }
}
