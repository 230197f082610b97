package io.elmstream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.cli.model.ChallengerResult;
import io.elmstream.client.Partitions;
import io.elmstream.client.StatusTopic;
import io.elmstream.rollout.Timeline;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.topology.ComparisonHeaders;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Consumes the committed records of the outcome and model topics on its own thread, and counts them. */
final class DemoWatch implements Runnable {

    /**
     * What was observed up to a moment.
     *
     * @param classes predictions by label
     * @param revisions predictions by revision
     * @param timeline timeline of the demo's model, from the models topic
     * @param comparison latest comparison of a challenger with its champion, as merged by the governor; empty until a
     *     reading has been compared
     */
    record Seen(
            long predictions,
            SortedMap<String, Long> classes,
            SortedMap<Long, Long> revisions,
            SortedMap<String, Long> deadLetters,
            long alertsRaised,
            long alertsCleared,
            Timeline timeline,
            Optional<ChallengerResult> comparison) {}

    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final OutcomeAudit audit;
    private final RecordReader<Prediction> predictionReader = RecordReader.ofPredictions();
    private final RecordReader<Alert> alertReader = RecordReader.ofAlerts();
    private final ControlCodec<ModelRecord> models = ControlCodec.models();
    private final ControlCodec<ModelComparison> comparisons = ControlCodec.comparisons();
    private final SortedMap<String, Long> classes = new TreeMap<>();
    private final SortedMap<Long, Long> revisions = new TreeMap<>();
    private final Histogram latencyMicros = new Histogram(3);
    private Timeline timeline = Timeline.empty(DemoModels.ID);
    private Optional<ChallengerResult> comparison = Optional.empty();
    private Optional<RollbackTiming> takenBack = Optional.empty();
    private long predictions;
    private long alertsRaised;
    private long alertsCleared;
    private volatile boolean stopped;

    DemoWatch(Consumer<byte[], byte[]> consumer, Topics topics, OutcomeAudit audit) {
        this.consumer = consumer;
        this.topics = topics;
        this.audit = audit;
    }

    @Override
    public void run() {
        Partitions.fromTheBeginning(
                consumer,
                List.of(
                        topics.predictions(),
                        topics.alerts(),
                        topics.deadLetters(),
                        topics.models(),
                        topics.modelStatus()));
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
        return new Seen(
                predictions,
                new TreeMap<>(classes),
                new TreeMap<>(revisions),
                audit.deadLettersByReason(),
                alertsRaised,
                alertsCleared,
                timeline,
                comparison);
    }

    /** Registers a listener for every prediction from now on. */
    synchronized void tell(RollbackTiming measured) {
        takenBack = Optional.of(measured);
    }

    /** Returns a percentile, 0 to 100, of the milliseconds from the producer's send to this consumer's receipt. */
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
            } else if (record.topic().equals(topics.models())) {
                governed(models.decode(record.value()));
            } else if (record.topic().equals(topics.modelStatus())) {
                compared(record);
            } else {
                DeadLetterHeaders headers = DeadLetterHeaders.of(record.headers());
                audit.buried(headers.position(), headers.reason());
            }
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("our own record on " + record.topic() + " cannot be read", e);
        }
    }

    private void predicted(Prediction prediction, long sentAt) {
        audit.predicted(prediction);
        predictions++;
        classes.merge(prediction.getLabel(), 1L, Long::sum);
        revisions.merge(prediction.getRevision(), 1L, Long::sum);
        latencyMicros.recordValue(Math.max(0, System.currentTimeMillis() - sentAt) * 1000);
        takenBack.ifPresent(measured -> measured.received(prediction, System.nanoTime()));
    }

    private void governed(ModelRecord record) {
        if (record.getContent() instanceof io.elmstream.wire.avro.Timeline) {
            timeline = ModelRecords.timeline(record);
        }
    }

    private void compared(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
        if (!ReportRecords.isComparison(new String(record.key(), UTF_8))) {
            return;
        }
        ModelComparison merged = comparisons.decode(record.value());
        if (merged.getComparison().getCompared() == 0) {
            return;
        }
        timeline.steps().stream()
                .filter(step -> step.revision() == merged.getComparison().getRevision())
                .findFirst()
                .ifPresent(step -> comparison = Optional.of(ChallengerResult.of(
                        merged.getModelId(),
                        step,
                        Optional.of(
                                new StatusTopic.Merged(merged, ComparisonHeaders.gateStandsStill(record.headers()))))));
    }
}
