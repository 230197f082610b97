package io.elmstream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.client.Partitions;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelDrift;
import io.elmstream.wire.avro.ModelLearner;
import io.elmstream.wire.avro.ModelQuality;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Consumes predictions, versions, drifts and what the learner says, on its own thread. */
final class DriftWatch implements Runnable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final DriftCourse course;
    private final RecordReader<Prediction> predictions = RecordReader.ofPredictions();
    private final List<DriftResult.FoundDrift> drifts = new ArrayList<>();
    private final Set<String> instances = new HashSet<>();
    private Timeline timeline = Timeline.empty(DemoModels.ID);
    private Optional<ModelLearner> learner = Optional.empty();
    private volatile boolean stopped;

    DriftWatch(Consumer<byte[], byte[]> consumer, Topics topics, DriftCourse course) {
        this.consumer = consumer;
        this.topics = topics;
        this.course = course;
    }

    @Override
    public void run() {
        Partitions.fromTheBeginning(
                consumer, List.of(topics.predictions(), topics.models(), topics.modelStatus(), topics.modelQuality()));
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

    /** Returns whether an instance has reported. */
    synchronized boolean knows(String instanceId) {
        return instances.contains(instanceId);
    }

    /** Returns the number of rows learnt, as the learner said last. */
    synchronized long learnt() {
        return learner.map(ModelLearner::getRows).orElse(0L);
    }

    synchronized List<DriftResult.FoundDrift> drifts() {
        return List.copyOf(drifts);
    }

    /** Returns the version that serves now. */
    synchronized int champion() {
        return timeline.latest().map(Step::champion).orElse(0);
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(topics.predictions())) {
                Prediction prediction = predictions.read(record.value());
                course.predicted(prediction.getSourceOffset(), prediction.getLabel(), prediction.getVersion());
            } else if (record.topic().equals(topics.models())) {
                ModelRecord model = ControlCodec.models().decode(record.value());
                if (model.getContent() instanceof io.elmstream.wire.avro.Timeline) {
                    timeline = ModelRecords.timeline(model);
                }
            } else if (record.topic().equals(topics.modelQuality())) {
                if (!ReportRecords.isReport(record.key())) {
                    quality(ControlCodec.qualities().decode(record.value()));
                }
            } else if (ReportRecords.isReport(record.key())) {
                instances.add(ReportRecords.read(record.value()).instanceId());
            } else if (ReportRecords.isLearner(new String(record.key(), UTF_8))) {
                learner = Optional.of(ControlCodec.learners().decode(record.value()));
            }
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("our own record on " + record.topic() + " cannot be read", e);
        }
    }

    private void quality(ModelQuality quality) {
        List<ModelDrift> all = quality.getDrifts();
        all.subList(all.size() - quality.getFound(), all.size())
                .forEach(drift -> drifts.add(new DriftResult.FoundDrift(
                        course.predictions(),
                        quality.getVersion(),
                        drift.getSignal().name(),
                        Optional.ofNullable(drift.getFeature()))));
    }
}
