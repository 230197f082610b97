package io.elmstream.topology.inference;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.alert.Position;
import io.elmstream.batch.Rejection;
import io.elmstream.topology.Names;
import io.elmstream.wire.AlertRecords;
import io.elmstream.wire.ClearAlert;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.ValueEncoder;
import io.elmstream.wire.avro.Alert;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Reads the commands to clear alerts, and forwards each after the readings that the task read before it. What is no
 * such command, or would make a clearing that does not fit its topic, becomes a dead letter.
 */
final class ClearAlerts implements Processor<byte[], byte[], byte[], Outcome> {

    private final ProcessorContext<byte[], Outcome> context;
    private final ValueEncoder<Alert> encoder;
    private final Outputs outputs;
    private final RejectionCounts counts;
    private final CommitHook readings;

    /**
     * Creates the processor.
     *
     * @param encoder of the alerts topic
     * @param activity counts dead letters; empty if nobody reads that
     */
    ClearAlerts(
            ProcessorContext<byte[], Outcome> context,
            InferenceSettings settings,
            ValueEncoder<Alert> encoder,
            RefusedReadings refused,
            Optional<InstanceActivity> activity) {
        this.context = context;
        this.encoder = encoder;
        outputs = new Outputs(context, settings, refused, Optional.empty());
        counts = new RejectionCounts(context, activity);
        readings = context.getStateStore(Names.MICRO_BATCH_STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        if (outputs.buryRefused(record, origin)) {
            counts.add(origin, record.key(), Rejection.REFUSED_BY_BROKER, "");
            return;
        }
        try {
            Position position = new Position(origin.topic(), origin.partition(), origin.offset());
            take(record, origin, ClearAlert.read(record.key(), record.value(), position));
        } catch (UnreadableRecordException e) {
            bury(record, origin, Rejection.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private void take(Record<byte[], byte[]> record, RecordMetadata origin, ClearAlert clearing) {
        Record<byte[], Outcome> command = record.withValue(clearing);
        Alert cleared = AlertRecords.cleared(clearing, record.timestamp());
        int bytes = encoder.encode(cleared).length;
        if (!outputs.takesClearing(command, cleared, bytes)) {
            bury(record, origin, Rejection.TOO_LARGE, outputs.tooLarge(bytes));
            return;
        }
        readings.letEarlierLeave();
        outputs.detectAlert(command);
    }

    private void bury(Record<byte[], byte[]> record, RecordMetadata origin, Rejection reason, String detail) {
        outputs.bury(record, origin, reason, detail);
        counts.add(origin, record.key(), reason, detail);
    }

    @Override
    public void close() {
        counts.close();
    }
}
