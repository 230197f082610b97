package io.elmstream.cli;

import io.elmstream.app.OutcomeAudit;
import io.elmstream.app.Position;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what was committed to the outcome topics, on a thread of its own, and counts. */
final class DemoWatch implements Runnable {

    /** What was seen up to a moment. */
    record Seen(
            long predictions,
            SortedMap<String, Long> classes,
            int latestVersion,
            SortedMap<String, Long> deadLetters,
            long alertsRaised,
            long alertsCleared) {}

    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final OutcomeAudit audit;
    private final RecordReader<Prediction> predictionReader = RecordReader.of(Prediction.getClassSchema());
    private final RecordReader<Alert> alertReader = RecordReader.of(Alert.getClassSchema());
    private final SortedMap<String, Long> classes = new TreeMap<>();
    private final Histogram latencyMicros = new Histogram(3);
    private long predictions;
    private long alertsRaised;
    private long alertsCleared;
    private int latestVersion;
    private volatile boolean stopped;

    DemoWatch(Consumer<byte[], byte[]> consumer, Topics topics, OutcomeAudit audit) {
        this.consumer = consumer;
        this.topics = topics;
        this.audit = audit;
    }

    @Override
    public void run() {
        Partitions.fromTheBeginning(consumer, List.of(topics.predictions(), topics.alerts(), topics.deadLetters()));
        while (!stopped) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
        }
        consumer.close();
    }

    void stop() {
        stopped = true;
    }

    synchronized Seen seen() {
        return new Seen(predictions, new TreeMap<>(classes), latestVersion, audit.deadLettersByReason(), alertsRaised, alertsCleared);
    }

    /** Milliseconds from the producer's send to this consumer's receipt, at a percentile from 0 to 100. */
    synchronized double latencyMillis(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(topics.predictions())) {
                predicted(predictionReader.read(record.value()), record.timestamp());
            } else if (record.topic().equals(topics.alerts())) {
                boolean raised = alertReader.read(record.value()).getChange() == AlertChange.RAISED;
                alertsRaised += raised ? 1 : 0;
                alertsCleared += raised ? 0 : 1;
            } else {
                DeadLetterHeaders headers = DeadLetterHeaders.of(record.headers());
                audit.buried(new Position(headers.partition(), headers.offset()), headers.reason());
            }
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("our own record on " + record.topic() + " cannot be read", e);
        }
    }

    private void predicted(Prediction prediction, long sentAt) {
        audit.predicted(prediction);
        predictions++;
        latestVersion = prediction.getVersion();
        classes.merge(prediction.getLabel(), 1L, Long::sum);
        latencyMicros.recordValue(Math.max(0, System.currentTimeMillis() - sentAt) * 1000);
    }
}
