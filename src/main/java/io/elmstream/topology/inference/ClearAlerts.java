package io.elmstream.topology.inference;

import io.elmstream.alert.Position;
import io.elmstream.batch.Rejection;
import io.elmstream.topology.Names;
import io.elmstream.wire.ClearAlert;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.UnreadableRecordException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Reads the commands to clear alerts; what is no such command becomes a dead letter. */
final class ClearAlerts implements Processor<byte[], byte[], byte[], Outcome> {

    private final ProcessorContext<byte[], Outcome> context;
    private final Outputs outputs;

    ClearAlerts(ProcessorContext<byte[], Outcome> context, InferenceSettings settings, RefusedReadings refused) {
        this.context = context;
        this.outputs = new Outputs(context, settings, refused, Optional.empty());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        if (outputs.buryRefused(record, origin)) {
            return;
        }
        try {
            Position position = new Position(origin.topic(), origin.partition(), origin.offset());
            context.forward(
                    record.withValue((Outcome) ClearAlert.read(record.key(), record.value(), position)),
                    Names.DETECT_ALERTS);
        } catch (UnreadableRecordException e) {
            outputs.bury(record, origin, Rejection.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }
}
