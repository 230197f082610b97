package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertChange;
import io.elmstream.alert.AlertId;
import io.elmstream.wire.avro.Alert;
import java.time.Instant;

/** The records of the alerts topic. */
public final class AlertRecords {

    private AlertRecords() {}

    /**
     * Returns the record of a change.
     *
     * @param change what changed
     * @param scored the reading that caused the change
     */
    public static Alert alert(AlertChange change, ScoredReading scored) {
        String sensorId = new String(scored.sensor(), UTF_8);
        String modelId = scored.version().modelId().value();
        return new Alert(
                AlertId.of(sensorId, modelId, change.raisedBy()),
                io.elmstream.wire.avro.AlertChange.valueOf(change.kind().name()),
                sensorId,
                modelId,
                scored.version().version(),
                scored.label(),
                scored.confidence(),
                Instant.ofEpochMilli(scored.eventTime()),
                scored.topic(),
                scored.partition(),
                scored.offset(),
                scored.index());
    }
}
