package io.elmstream.chaos;

import io.elmstream.chaos.Workload.Reading;
import io.elmstream.support.AnsweredReadings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads every committed outcome on a thread of its own and holds it against what it must be. Its memory is a bit a
 * reading.
 */
final class Checker implements AutoCloseable {

    private static final String REASON = "elmstream.reason";
    private static final String PARTITION = "__streams.errors.partition";
    private static final String OFFSET = "__streams.errors.offset";
    private static final String EXPECTED_REASON = "WRONG_WIDTH";
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long LOOK_FOR_PARTITIONS = Duration.ofSeconds(3).toNanos();
    /** How long after its event time a step may still come for a prediction. */
    private static final long SETTLED_MS = 120_000;

    private static final int MOST_EXAMPLES = 10;

    private final String predictionsTopic;
    private final List<String> topics;
    private final Workload workload;
    private final Schemas schemas;
    private final StepHistory history;
    private final PredictedValues values;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final AnsweredReadings answered = new AnsweredReadings();
    private final Batches batches = new Batches();
    private final Map<Long, Long> lastOffsets = new TreeMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::follow, "chaos-checker");
    private long predictions;
    private long deadLetters;
    private long disordered;
    private long wrong;
    private long misversioned;
    private long lastOutcome = System.nanoTime();
    private long longestSilence;
    private volatile boolean stopped;

    Checker(
            String bootstrapServers,
            String predictionsTopic,
            String deadLettersTopic,
            Workload workload,
            Schemas schemas,
            StepHistory history,
            PredictedValues values) {
        this.predictionsTopic = predictionsTopic;
        this.topics = List.of(predictionsTopic, deadLettersTopic);
        this.workload = workload;
        this.schemas = schemas;
        this.history = history;
        this.values = values;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "request.timeout.ms",
                        5_000,
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        thread.setDaemon(true);
        thread.start();
    }

    /** How many of the readings below these ends have no outcome yet. */
    synchronized long open(long[] ends) {
        rethrow();
        return answered.open(ends);
    }

    /** Readings with an outcome. */
    synchronized long answered() {
        rethrow();
        return answered.count();
    }

    /** The longest time without a first outcome since this was asked the last time. */
    synchronized Duration longestSilence() {
        Duration longest = Duration.ofNanos(Math.max(longestSilence, System.nanoTime() - lastOutcome));
        longestSilence = 0;
        lastOutcome = System.nanoTime();
        return longest;
    }

    /** All that was found; what is committed by now is read to its end before. */
    Findings findings(long readings, long[] ends) throws IOException, InterruptedException {
        stopped = true;
        thread.join();
        rethrow();
        Steps steps = history.steps();
        steps.settle(Long.MAX_VALUE);
        return new Findings(
                readings,
                predictions,
                deadLetters,
                answered.open(ends),
                answered.doubled(),
                disordered,
                batches.mixed(),
                wrong,
                misversioned,
                steps.stale(),
                reasons,
                examples);
    }

    private void follow() {
        try {
            long looked = assign();
            while (!stopped) {
                take(consumer.poll(POLL));
                if (System.nanoTime() - looked > LOOK_FOR_PARTITIONS) {
                    looked = assign();
                }
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, Duration.ofMinutes(5));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                take(consumer.poll(POLL));
            }
        } catch (Throwable e) {
            failure.set(e);
        } finally {
            consumer.close();
        }
    }

    /** Takes in partitions that are new. */
    private long assign() {
        boolean more = false;
        for (String topic : topics) {
            for (var info : consumer.partitionsFor(topic, Duration.ofMinutes(5))) {
                more |= assigned.add(new TopicPartition(topic, info.partition()));
            }
        }
        if (more) {
            consumer.assign(assigned);
        }
        return System.nanoTime();
    }

    private synchronized void take(Iterable<ConsumerRecord<byte[], byte[]>> records)
            throws IOException, InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Header header = record.headers().lastHeader(Workload.HEADER);
            if (header == null) {
                wrong("an outcome without its reading's headers on " + record.topic() + " at " + record.offset());
            } else if (record.topic().equals(predictionsTopic)) {
                predicted(Reading.of(header.value()), schemas.read(record.value()), record);
            } else {
                buried(Reading.of(header.value()), record);
            }
        }
        history.steps().settle(System.currentTimeMillis() - SETTLED_MS);
    }

    private void predicted(Reading reading, GenericRecord prediction, ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        int partition = (Integer) prediction.get("sourcePartition");
        long offset = (Long) prediction.get("sourceOffset");
        if (answered(partition, offset)) {
            predictions++;
            inOrder(reading, partition, offset);
        }
        batches.take(prediction);
        if (workload.isSpoiled(reading)) {
            wrong("a prediction of " + reading + ", which has a feature too few");
            return;
        }
        Optional<String> fault = values.faultOf(prediction, reading, new String(record.key(), StandardCharsets.UTF_8));
        fault.ifPresent(this::wrong);
        long revision = (Long) prediction.get("revision");
        long eventTime = (Long) prediction.get("eventTime");
        int version = (Integer) prediction.get("version");
        if (!history.stepsTo(revision).say(revision, eventTime, version)) {
            misversioned++;
            example("%s has version %d, which is not what revision %d says for event time %d"
                    .formatted(reading, version, revision, eventTime));
        }
    }

    private void buried(Reading reading, ConsumerRecord<byte[], byte[]> letter) {
        String reason = text(letter, REASON);
        if (answered(Integer.parseInt(text(letter, PARTITION)), Long.parseLong(text(letter, OFFSET)))) {
            deadLetters++;
            reasons.merge(reason, 1L, Long::sum);
        }
        if (!workload.isSpoiled(reading) || !reason.equals(EXPECTED_REASON)) {
            wrong("a dead letter " + reason + " of " + reading);
        }
    }

    private boolean answered(int partition, long offset) {
        boolean first = answered.first(partition, offset);
        if (first) {
            long now = System.nanoTime();
            longestSilence = Math.max(longestSilence, now - lastOutcome);
            lastOutcome = now;
        }
        return first;
    }

    private void inOrder(Reading reading, int partition, long offset) {
        Long last = lastOffsets.put((long) partition << 32 | reading.sensor(), offset);
        if (last != null && last > offset) {
            disordered++;
            example("%s of partition %d: offset %d after %d".formatted(reading, partition, offset, last));
        }
    }

    private void wrong(String what) {
        wrong++;
        example(what);
    }

    private void example(String what) {
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(what);
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private void rethrow() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("the checker failed", thrown);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(Duration.ofMinutes(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        history.close();
    }
}
