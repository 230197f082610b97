package io.elmstream.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Every step that the governor has ever published for a model, as it came by on the topic of models. */
final class StepHistory implements AutoCloseable {

    /** What a step says; {@code from} is the smallest number for a step that holds from the beginning. */
    private record Step(long from, int champion, boolean takesBack, boolean voided) {}

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(100);
    private static final long PATIENCE = Duration.ofMinutes(5).toNanos();

    private final String modelId;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final GenericDatumReader<GenericRecord> reader;
    private final NavigableMap<Long, Step> steps = new TreeMap<>();
    private final NavigableMap<Long, Map<Long, Integer>> unsettled = new TreeMap<>();
    private long stale;

    StepHistory(String bootstrapServers, String topic, String modelId) {
        this.modelId = modelId;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        Schema schema = Schemas.file(Path.of("schemas/TimelineStep.avsc"), Path.of("schemas/ModelRecord.avsc"));
        this.reader = new GenericDatumReader<>(schema);
        TopicPartition only = new TopicPartition(topic, 0);
        consumer.assign(List.of(only));
        consumer.seekToBeginning(List.of(only));
    }

    /** Reads what has come since. */
    void follow() throws IOException {
        poll(AT_ONCE);
    }

    /**
     * Whether a prediction's version is what its revision says for its event time.
     *
     * @param eventTime in epoch milliseconds
     */
    boolean says(long revision, long eventTime, int version) throws IOException {
        long start = System.nanoTime();
        while (!steps.containsKey(revision) && System.nanoTime() - start < PATIENCE) {
            poll(SOON);
        }
        Step step = steps.get(revision);
        boolean right = step != null && !step.takesBack() && step.from() <= eventTime && step.champion() == version;
        if (right) {
            unsettled.computeIfAbsent(eventTime, t -> new HashMap<>(2)).merge(revision, 1, Integer::sum);
        }
        return right;
    }

    /** Predictions so far for whose event time a later step is in force that was never taken back: it came too late for them. */
    long stale() {
        return stale;
    }

    /** Decides about predictions whose event times lie before a time; no step will come for them any more. */
    void settle(long before) {
        NavigableMap<Long, Map<Long, Integer>> old = unsettled.headMap(before, false);
        old.forEach((eventTime, revisions) -> revisions.forEach((revision, count) -> {
            boolean superseded = steps.tailMap(revision, false).values().stream()
                    .anyMatch(step -> !step.takesBack() && !step.voided() && step.from() <= eventTime);
            stale += superseded ? count : 0;
        }));
        old.clear();
    }

    private void poll(Duration patience) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (record.value() != null && modelId.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                take((GenericRecord) Schemas.read(record.value(), reader).get("content"));
            }
        }
    }

    private void take(GenericRecord timeline) {
        for (Object each : (List<?>) timeline.get("steps")) {
            GenericRecord step = (GenericRecord) each;
            Object from = step.get("effectiveFrom");
            steps.merge(
                    (Long) step.get("revision"),
                    new Step(
                            from == null ? Long.MIN_VALUE : (Long) from,
                            (Integer) step.get("champion"),
                            step.get("takesBack") != null,
                            step.get("voidedBy") != null),
                    // the oldest step of a timeline that was cut is said to hold from the beginning
                    (before, now) -> new Step(Math.max(before.from(), now.from()), now.champion(), now.takesBack(), now.voided()));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
