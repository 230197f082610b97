package io.elmstream.scoring.topic;

import io.elmstream.data.DataException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** One end of a range of a topic, as named on the command line. */
public sealed interface Bound {

    /** The first records of all partitions. */
    record Beginning() implements Bound {

        @Override
        public String toString() {
            return "beginning";
        }
    }

    /** The ends of all partitions at the start of the run. */
    record End() implements Bound {

        @Override
        public String toString() {
            return "end";
        }
    }

    /** The first record of each partition whose timestamp is at this time or later. */
    record Time(Instant at) implements Bound {

        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

        public Time {
            if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST)) {
                throw new IllegalArgumentException("must be a time from 1970 to 9999, but is '" + at + "'");
            }
        }

        @Override
        public String toString() {
            return at.toString();
        }
    }

    /**
     * Offsets of some partitions; of others, nothing is read.
     *
     * @param byPartition the offset by partition
     */
    record Offsets(Map<Integer, Long> byPartition) implements Bound {

        private static final Pattern FORM = Pattern.compile("\\d{1,9}:\\d{1,18}(,\\d{1,9}:\\d{1,18})*");

        public Offsets {
            byPartition = Map.copyOf(byPartition);
        }

        private static Offsets parse(String text) {
            Map<Integer, Long> offsets = new HashMap<>();
            for (String entry : text.split(",")) {
                int colon = entry.indexOf(':');
                int partition = Integer.parseInt(entry.substring(0, colon));
                if (offsets.put(partition, Long.parseLong(entry.substring(colon + 1))) != null) {
                    throw new IllegalArgumentException("has two offsets of partition " + partition + ": " + text);
                }
            }
            return new Offsets(offsets);
        }

        @Override
        public String toString() {
            return new TreeMap<>(byPartition)
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + ":" + entry.getValue())
                            .collect(Collectors.joining(","));
        }
    }

    /** Returns whether nothing can lie between this bound and another one, because the other one is before it. */
    default boolean isBehind(Bound end) {
        if (this instanceof Time from && end instanceof Time to) {
            return from.at().isAfter(to.at());
        }
        if (this instanceof Offsets from && end instanceof Offsets to) {
            return from.byPartition().entrySet().stream()
                    .anyMatch(each -> each.getValue() > to.byPartition().getOrDefault(each.getKey(), Long.MAX_VALUE));
        }
        return false;
    }

    /**
     * Parses {@code beginning}, {@code end}, a time such as 2026-11-26T08:00:00Z, or offsets such as 0:1200,1:1180.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static Bound parse(String text) {
        if (text.equals("beginning")) {
            return new Beginning();
        }
        if (text.equals("end")) {
            return new End();
        }
        if (Offsets.FORM.matcher(text).matches()) {
            return Offsets.parse(text);
        }
        try {
            return new Time(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be beginning, end, a time such as 2026-11-26T08:00:00Z, or offsets by partition such as"
                            + " 0:1200,1:1180, but is '" + text + "'",
                    e);
        }
    }

    /**
     * Returns the offset in each partition; none for a partition of which nothing is read.
     *
     * @param option that names this bound, for messages
     * @param consumer reads committed records
     * @param partitions of the topic
     * @throws DataException if offsets are named that the topic does not have
     */
    default Map<TopicPartition, Long> resolve(
            String option, Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> last = consumer.endOffsets(partitions);
        if (this instanceof Beginning) {
            return first;
        }
        if (this instanceof End) {
            return last;
        }
        Map<TopicPartition, Long> found = new HashMap<>();
        if (this instanceof Time time) {
            long millis = time.at().toEpochMilli();
            Map<TopicPartition, OffsetAndTimestamp> at = consumer.offsetsForTimes(
                    partitions.stream().collect(Collectors.toMap(each -> each, each -> millis)));
            last.forEach((partition, end) -> {
                OffsetAndTimestamp offset = at.get(partition);
                found.put(partition, offset == null ? end : Long.valueOf(Math.min(end, offset.offset())));
            });
        } else if (this instanceof Offsets offsets) {
            Map<Integer, Long> open = new TreeMap<>(offsets.byPartition());
            last.forEach((partition, end) -> {
                Long offset = open.remove(partition.partition());
                if (offset != null) {
                    long begin = first.getOrDefault(partition, 0L);
                    if (offset < begin || offset > end) {
                        throw new DataException(
                                option,
                                option + ": " + partition + " has offsets " + begin + " to " + end + ", not " + offset);
                    }
                    found.put(partition, offset);
                }
            });
            if (!open.isEmpty()) {
                throw new DataException(
                        option, option + ": the topic has " + last.size() + " partitions, no " + open.keySet());
            }
        }
        return found;
    }
}
