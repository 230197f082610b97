package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertState;
import io.elmstream.alert.Position;
import io.elmstream.wire.avro.Activate;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.GovernedAnswer;
import io.elmstream.wire.avro.GovernedModel;
import io.elmstream.wire.avro.GovernedVersion;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.Publish;
import io.elmstream.wire.avro.SensorReading;
import io.elmstream.wire.avro.Timeline;
import io.elmstream.wire.avro.TimelineStep;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** One record of each kind that is stored anywhere, as the first release wrote it to {@code src/test/resources/wire}. */
enum StoredRecord {
    SENSOR_READING(new SensorReading(
            "pump-1", "shuttle", Instant.ofEpochMilli(1_764_000_000_000L), "leak", List.of(1.5f, -2f, Float.NaN))),
    PREDICTION(new Prediction(
            "pump-1", "shuttle", 2, 3L, Instant.ofEpochMilli(1_764_000_000_000L), "leak", 0.75f, List.of(0.25f, 0.75f),
            "0_1", 40L, 7, "sensor-readings", 1, 42L)),
    ALERT(new Alert(
            "a1b2", AlertChange.RAISED, "pump-1", "shuttle", 2, "leak", 0.75f, Instant.ofEpochMilli(1_764_000_000_000L),
            "sensor-readings", 1, 42L)),
    PUBLISH_COMMAND(new ModelCommand(1, "r-1", "shuttle", 2, new Publish(bytes("ELMS and so on"), false))),
    ACTIVATE_COMMAND(new ModelCommand(1, "r-2", "shuttle", 2, new Activate(3L, null))),
    ARTEFACT_RECORD(new ModelRecord(1, "shuttle", new Artefact(2, "00ff", bytes("ELMS and so on")))),
    TIMELINE_RECORD(new ModelRecord(1, "shuttle", new Timeline(steps()))),
    MODEL_STATUS(new ModelStatus(
            1, "r-2", "model-control", 0, 5L, Instant.ofEpochMilli(1_764_000_000_000L), CommandOutcome.REFUSED, "shuttle", 2,
            "CONFLICT", "expectedRevision", "the timeline is at revision 4", 4L, 1, Instant.ofEpochMilli(1_763_000_000_000L))),
    GOVERNED_MODEL(new GovernedModel(
            1, "shuttle", List.of("pressure", "flow"), List.of("normal", "leak"), steps(),
            List.of(new GovernedAnswer("r-2", "activate shuttle 2", CommandOutcome.ACCEPTED, null, null, "in force",
                    steps().get(1), null)))),
    GOVERNED_VERSION(new GovernedVersion(1, 2, "00ff", 1_234, Instant.ofEpochMilli(1_764_000_000_000L), 1, null));

    /** The state of an alert, which is stored in a format of its own. */
    static final AlertState ALERT_STATE = new AlertState(0b101, Optional.of(new Position("sensor-readings", 1, 42)));

    static final int CONTENT_ID = 258;

    private final SpecificRecord value;

    StoredRecord(SpecificRecord value) {
        this.value = value;
    }

    SpecificRecord value() {
        return value;
    }

    /** The record as this release writes it. */
    byte[] encoded() {
        return new RecordEncoder<>(CONTENT_ID).encode(value);
    }

    /** The record of a control topic as this release writes it, with the number of its schema's generation. */
    byte[] current() {
        SpecificRecord copy = SpecificData.get().deepCopy(value.getSchema(), value);
        Schema.Field format = value.getSchema().getField("format");
        copy.put(format.pos(), format.defaultVal());
        return new RecordEncoder<>(CONTENT_ID).encode(copy);
    }

    String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".bin";
    }

    private static List<TimelineStep> steps() {
        return List.of(
                new TimelineStep(1L, null, 1, "activated by r-0", null, null, null, null),
                new TimelineStep(2L, Instant.ofEpochMilli(1_763_000_000_000L), 2, "activated by r-1", 3L, null, null, null));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
