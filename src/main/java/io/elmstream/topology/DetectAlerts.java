package io.elmstream.topology;

import io.elmstream.alert.AlertState;
import io.elmstream.alert.AlertStep;
import io.elmstream.alert.Position;
import io.elmstream.wire.AlertRecords;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.avro.Alert;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Watches the predictions of each sensor and forwards what changes in its state of alert. */
final class DetectAlerts extends ContextualProcessor<byte[], Outcome, byte[], byte[]> {

    private final AlertSettings settings;
    private final RecordEncoder<Alert> encoder;
    private final OutputLimit limit;
    private @Nullable AlertStates states;

    /** @param limit what the topic of alerts takes; batch-and-predict lets no prediction through whose alert would be too large */
    DetectAlerts(AlertSettings settings, RecordEncoder<Alert> encoder, OutputLimit limit) {
        this.settings = settings;
        this.encoder = encoder;
        this.limit = limit;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> streams) {
        super.init(streams);
        states = new AlertStates(streams.getStateStore(Names.ALERT_STATE_STORE));
    }

    @Override
    public void process(Record<byte[], Outcome> record) {
        if (record.value() instanceof ScoredReading scored) {
            boolean inAlertClass = settings.labels().contains(scored.label());
            boolean hit = settings.rule().isHit(inAlertClass, scored.confidence());
            if (hit || states.mayHold(scored.sensor())) {
                String modelId = scored.version().modelId();
                AlertState before = states.get(modelId, scored.sensor());
                AlertStep step = settings.rule().next(before, hit, new Position(scored.topic(), scored.partition(), scored.offset()));
                step.change().ifPresent(change -> {
                    byte[] alert = encoder.encode(AlertRecords.alert(change, scored));
                    context().forward(limit.fit(record.withValue(alert), alert.length, context().currentSystemTimeMs()));
                });
                // last, since after a time-out in forward the same prediction comes again
                states.replace(modelId, scored.sensor(), before, step.state());
            }
        }
    }
}
