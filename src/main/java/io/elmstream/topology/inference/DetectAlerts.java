package io.elmstream.topology.inference;

import io.elmstream.alert.AlertStep;
import io.elmstream.alert.Position;
import io.elmstream.model.ModelId;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimit;
import io.elmstream.wire.AlertRecords;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.SeenAlertState;
import io.elmstream.wire.ValueEncoder;
import io.elmstream.wire.avro.Alert;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Follows the predictions of each sensor and forwards the changes of its alert state. */
final class DetectAlerts implements Processor<byte[], Outcome, byte[], byte[]> {

    private final ProcessorContext<byte[], byte[]> context;
    private final AlertSettings settings;
    private final ValueEncoder<Alert> encoder;
    private final OutputHeaders headers;
    private final OutputLimit limit;
    private final AlertStates states;
    private final AlertMetrics metrics;

    /**
     * Creates the processor.
     *
     * @param headers of the alerts topic
     * @param limit the limit of the alerts topic; batch-and-predict forwards no prediction whose alert would be too
     *     large
     */
    DetectAlerts(
            ProcessorContext<byte[], byte[]> context,
            AlertSettings settings,
            ValueEncoder<Alert> encoder,
            OutputHeaders headers,
            OutputLimit limit) {
        this.context = context;
        this.settings = settings;
        this.encoder = encoder;
        this.headers = headers;
        this.limit = limit;
        metrics = new AlertMetrics(context.metrics(), context.taskId(), context::currentSystemTimeMs);
        states = new AlertStates(context.getStateStore(Names.ALERT_STATE_STORE), settings, metrics);
    }

    @Override
    public void process(Record<byte[], Outcome> record) {
        if (record.value() instanceof ScoredReading scored) {
            // an event is not later than its record, whose time the broker has checked: one wrong reading makes no
            // other expire
            long time = Math.min(scored.eventTime(), record.timestamp());
            states.advance(time);
            boolean inAlertClass = settings.labels().contains(scored.label());
            boolean hit = settings.rule().isHit(inAlertClass, scored.confidence());
            if (hit || states.mayHold(scored.sensor())) {
                watch(record, scored, hit, time);
            }
        }
    }

    private void watch(Record<byte[], Outcome> record, ScoredReading scored, boolean hit, long time) {
        ModelId modelId = scored.version().modelId();
        SeenAlertState before = states.get(modelId, scored.sensor());
        Position position = new Position(scored.topic(), scored.partition(), scored.offset(), scored.index());
        AlertStep step = settings.rule().next(before.state(), hit, position);
        step.change().ifPresent(change -> {
            Alert alert = AlertRecords.alert(change, scored);
            byte[] value = encoder.encode(alert);
            context.forward(limit.fit(
                    record.withValue(value),
                    headers.ofAlert(scored, alert),
                    value.length,
                    context.currentSystemTimeMs()));
        });
        // last, because after a timeout in forward the same prediction is processed again
        states.replace(modelId, scored.sensor(), before, step.state(), time);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
