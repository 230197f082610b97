package io.elmstream.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.ComparisonHeaders;
import io.elmstream.topology.LeftOutRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelLearner;
import io.elmstream.wire.avro.ModelStatus;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;

/** Collects the latest records of the status topic, with bounded memory. */
public final class LatestStatus {

    /** The largest number of instances, models and answers; more than any cluster has within ten minutes. */
    static final int MOST = 10_000;

    /** The largest total size of each of the four on the topic. */
    static final long MOST_BYTES = 16 << 20;

    private final LatestValues<InstanceReport> reports = new LatestValues<>(MOST, MOST_BYTES);
    private final LatestValues<StatusTopic.Merged> comparisons = new LatestValues<>(MOST, MOST_BYTES);
    private final LatestValues<ModelLearner> learners = new LatestValues<>(MOST, MOST_BYTES);
    private final LatestValues<ModelStatus> answers = new LatestValues<>(MOST, MOST_BYTES);
    private final LeftOutRecords leftOut = new LeftOutRecords();

    /** Takes a record of the topic; one that cannot be read is skipped. */
    public void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        String key = new String(record.key(), UTF_8);
        int size = record.key().length + record.value().length;
        try {
            if (ReportRecords.isReport(key)) {
                take(ReportRecords.read(record.value()), size);
            } else if (ReportRecords.isComparison(key)) {
                ModelComparison comparison = ControlCodec.comparisons().decode(record.value());
                comparisons.put(
                        comparison.getModelId(),
                        new StatusTopic.Merged(comparison, ComparisonHeaders.gateStandsStill(record.headers())),
                        size);
            } else if (ReportRecords.isLearner(key)) {
                ModelLearner learner = ControlCodec.learners().decode(record.value());
                learners.put(learner.getModelId(), learner, size);
            } else if (ReportRecords.isAnswer(key)) {
                answers.put(
                        Long.toString(record.offset()), ControlCodec.statuses().decode(record.value()), size);
            }
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            leftOut.add(record.offset(), e);
        }
    }

    private void take(InstanceReport report, int size) {
        if (report.leaving()) {
            reports.remove(report.instanceId());
        } else {
            reports.put(report.instanceId(), report, size);
        }
    }

    /** Returns the collected records, and logs how many were skipped. */
    StatusTopic found(Logger log, String topic) {
        leftOut.tell(log, topic);
        long beyond = reports.leftOut() + comparisons.leftOut() + learners.leftOut() + answers.leftOut();
        if (beyond > 0) {
            log.warn(
                    "{} has more records than the limit: the {} oldest are ignored. Check who is allowed to"
                            + " write to it",
                    topic,
                    beyond);
        }
        return latest();
    }

    /** Returns the collected records. */
    public StatusTopic latest() {
        return new StatusTopic(
                new TreeMap<>(reports.values()),
                comparisons.values(),
                learners.values(),
                List.copyOf(answers.values().values()));
    }
}
