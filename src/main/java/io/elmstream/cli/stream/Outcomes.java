package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Interruption;
import io.elmstream.client.Partitions;
import io.elmstream.elm.Counted;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the outcomes of readings that a command sent: one prediction or dead letter each. Must be created before the
 * first reading is sent.
 */
final class Outcomes implements AutoCloseable {

    /**
     * The outcomes; also JSON.
     *
     * @param scored number of readings with a prediction
     * @param deadLetters number of readings that could not be scored, by reason
     * @param unanswered number of readings with neither so far
     */
    record Result(long scored, SortedMap<String, Long> deadLetters, long unanswered) {

        /** Returns whether there were readings and none of them was scored. */
        boolean isInVain() {
            return scored == 0 && (unanswered > 0 || !deadLetters.isEmpty());
        }

        /** Returns what to do if some readings were not scored; empty if all were. */
        Optional<String> advice() {
            if (deadLetters.containsKey("NO_MODEL")) {
                return Optional.of(
                        "the model of those readings has no champion: see elmstream model status. Activate a version,"
                                + " then run: elmstream dead-letters replay --reason NO_MODEL");
            }
            if (unanswered > 0) {
                return Optional.of(
                        "no further outcome was received: elmstream model status shows whether an instance is live,"
                                + " and whether the model has a champion");
            }
            return deadLetters.isEmpty()
                    ? Optional.empty()
                    : Optional.of("elmstream watch dead-letters --from-beginning shows the error of each");
        }

        /** Returns a one-line description. */
        String text() {
            StringBuilder text = new StringBuilder("%,d scored".formatted(scored));
            deadLetters.forEach(
                    (reason, count) -> text.append(", %s %s".formatted(Counted.of(count, "dead letter"), reason)));
            return text.append(unanswered == 0 ? "" : ", %,d without an outcome yet".formatted(unanswered))
                    .toString();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** How long to wait for outcomes that are already on their way when the command is interrupted. */
    private static final Duration SHORTLY = Duration.ofSeconds(1);
    /** Less than {@link Interruption} allows. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    /** The readings of one partition, counted from the first one sent. */
    private static final class Sent {
        private final long first;
        private final BitSet open = new BitSet();

        Sent(long first) {
            this.first = first;
        }
    }

    private final Topics topics;
    private final Duration quiet;
    private final Optional<Consumer<byte[], byte[]>> consumer;
    private final RecordReader<Prediction> predictions = RecordReader.ofPredictions();
    private final Map<TopicPartition, Sent> sent = new HashMap<>();
    private final SortedMap<String, Long> deadLetters = new TreeMap<>();
    private long open;
    private long scored;

    /**
     * Watches outcomes from now on.
     *
     * @param quiet how long to wait for a further outcome; zero does not watch at all
     */
    Outcomes(Connection connection, Duration quiet) {
        this.topics = connection.topics();
        this.quiet = quiet;
        this.consumer = quiet.isZero() ? Optional.empty() : Optional.of(connection.consumer(Map.of()));
        consumer.ifPresent(
                watching -> Partitions.fromTheEnd(watching, List.of(topics.predictions(), topics.deadLetters())));
    }

    /** Records that a reading was written; may be called by any thread. */
    synchronized void sent(String topic, int partition, long offset) {
        Sent readings = sent.computeIfAbsent(new TopicPartition(topic, partition), first -> new Sent(offset));
        readings.open.set(Math.toIntExact(offset - readings.first));
        open++;
    }

    /**
     * Waits until each reading has its outcome, or no outcome has arrived for a while. All readings have been written
     * by then.
     *
     * @param hurry whether to wait only for outcomes that are already on their way
     * @return empty if outcomes are not watched
     */
    Optional<Result> await(BooleanSupplier hurry) {
        if (consumer.isEmpty()) {
            return Optional.empty();
        }
        look(consumer.get(), quiet, hurry);
        if (hurry.getAsBoolean()) {
            long start = System.nanoTime();
            look(consumer.get(), SHORTLY, () -> System.nanoTime() - start > LAST_LOOK.toNanos());
        }
        return Optional.of(new Result(scored, deadLetters, open));
    }

    private void look(Consumer<byte[], byte[]> watching, Duration patience, BooleanSupplier stopped) {
        long last = System.nanoTime();
        while (open > 0 && !stopped.getAsBoolean() && System.nanoTime() - last < patience.toNanos()) {
            long before = open;
            watching.poll(POLL).forEach(this::take);
            if (open < before) {
                last = System.nanoTime();
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.predictions())) {
            prediction(record)
                    .filter(of -> answers(of.getSourceTopic(), of.getSourcePartition(), of.getSourceOffset()))
                    .ifPresent(of -> scored++);
            return;
        }
        try {
            DeadLetterHeaders why = DeadLetterHeaders.of(record.headers());
            if (answers(why.topic(), why.partition(), why.offset())) {
                deadLetters.merge(why.reason(), 1L, Long::sum);
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("ignoring a foreign record on {}: {}", record.topic(), e.getMessage());
        }
    }

    private Optional<Prediction> prediction(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(predictions.read(record.value()));
        } catch (UnreadableRecordException e) {
            LOG.debug("ignoring a foreign record on {}: {}", record.topic(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns whether this is the first outcome of one of these readings. */
    private synchronized boolean answers(String topic, int partition, long offset) {
        Sent readings = sent.get(new TopicPartition(topic, partition));
        if (readings == null
                || offset < readings.first
                || offset - readings.first > Integer.MAX_VALUE
                || !readings.open.get((int) (offset - readings.first))) {
            return false;
        }
        readings.open.clear((int) (offset - readings.first));
        open--;
        return true;
    }

    @Override
    public void close() {
        consumer.ifPresent(Consumer::close);
    }
}
