package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertState;
import io.elmstream.alert.Position;
import io.elmstream.wire.avro.Activate;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.AlertCommand;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.ArtefactInParts;
import io.elmstream.wire.avro.ArtefactPart;
import io.elmstream.wire.avro.Challenge;
import io.elmstream.wire.avro.Challenger;
import io.elmstream.wire.avro.ChallengerMode;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.Disagreement;
import io.elmstream.wire.avro.Gate;
import io.elmstream.wire.avro.GovernedAnswer;
import io.elmstream.wire.avro.GovernedComparison;
import io.elmstream.wire.avro.GovernedModel;
import io.elmstream.wire.avro.GovernedNumber;
import io.elmstream.wire.avro.GovernedReport;
import io.elmstream.wire.avro.GovernedUpload;
import io.elmstream.wire.avro.GovernedVersion;
import io.elmstream.wire.avro.InstanceReport;
import io.elmstream.wire.avro.Learn;
import io.elmstream.wire.avro.Learning;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.Promote;
import io.elmstream.wire.avro.Publish;
import io.elmstream.wire.avro.PublishUpload;
import io.elmstream.wire.avro.Readiness;
import io.elmstream.wire.avro.ReportedComparison;
import io.elmstream.wire.avro.ReportedModel;
import io.elmstream.wire.avro.ReportedVersion;
import io.elmstream.wire.avro.Retire;
import io.elmstream.wire.avro.Retired;
import io.elmstream.wire.avro.Rollback;
import io.elmstream.wire.avro.SensorReading;
import io.elmstream.wire.avro.Timeline;
import io.elmstream.wire.avro.TimelineStep;
import io.elmstream.wire.avro.UploadPart;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One record of each kind that is stored anywhere, as the release that brought it wrote it to
 * {@code src/test/resources/wire}.
 */
enum StoredRecord {
    SENSOR_READING(
            1,
            new SensorReading(
                    "pump-1",
                    "shuttle",
                    Instant.ofEpochMilli(1_764_000_000_000L),
                    "leak",
                    List.of(1.5f, -2f, Float.NaN))),
    PREDICTION(
            1,
            new Prediction(
                    "pump-1",
                    "shuttle",
                    2,
                    3L,
                    Instant.ofEpochMilli(1_764_000_000_000L),
                    "leak",
                    0.75f,
                    List.of(0.25f, 0.75f),
                    "0_1",
                    40L,
                    7,
                    "sensor-readings",
                    1,
                    42L,
                    List.of(),
                    false,
                    0,
                    false,
                    "",
                    0,
                    List.of(),
                    List.of(),
                    0f)),
    ALERT(
            1,
            new Alert(
                    "a1b2",
                    AlertChange.RAISED,
                    "pump-1",
                    "shuttle",
                    2,
                    "leak",
                    0.75f,
                    Instant.ofEpochMilli(1_764_000_000_000L),
                    "sensor-readings",
                    1,
                    42L,
                    0,
                    "",
                    0,
                    "",
                    "",
                    "",
                    "")),
    PUBLISH_COMMAND(1, new ModelCommand(1, "r-1", "shuttle", 2, new Publish(bytes("ELMS and so on"), false))),
    ACTIVATE_COMMAND(1, new ModelCommand(1, "r-2", "shuttle", 2, new Activate(3L, null))),
    ARTEFACT_RECORD(1, new ModelRecord(1, "shuttle", new Artefact(2, "00ff", bytes("ELMS and so on")))),
    TIMELINE_RECORD(1, new ModelRecord(1, "shuttle", new Timeline(steps()))),
    MODEL_STATUS(
            1,
            new ModelStatus(
                    1,
                    "r-2",
                    "model-control",
                    0,
                    5L,
                    Instant.ofEpochMilli(1_764_000_000_000L),
                    CommandOutcome.REFUSED,
                    "shuttle",
                    2,
                    "CONFLICT",
                    "expectedRevision",
                    "the timeline is at revision 4",
                    4L,
                    1,
                    Instant.ofEpochMilli(1_763_000_000_000L))),
    GOVERNED_MODEL(
            1,
            new GovernedModel(
                    1,
                    "shuttle",
                    List.of("pressure", "flow"),
                    List.of("normal", "leak"),
                    steps(),
                    List.of(new GovernedAnswer(
                            "r-2",
                            "activate shuttle 2",
                            CommandOutcome.ACCEPTED,
                            null,
                            null,
                            "in force",
                            steps().get(1),
                            null)),
                    null)),
    GOVERNED_VERSION(1, new GovernedVersion(1, 2, "00ff", 1_234, Instant.ofEpochMilli(1_764_000_000_000L), 1, null)),
    CHALLENGE_COMMAND(2, new ModelCommand(2, "r-3", "shuttle", 3, new Challenge(challenger(), 2L))),
    PROMOTE_COMMAND(2, new ModelCommand(2, "r-4", "shuttle", 3, new Promote(3L))),
    ROLLBACK_COMMAND(2, new ModelCommand(2, "r-5", "shuttle", 3, new Rollback(null))),
    RETIRE_COMMAND(2, new ModelCommand(2, "r-6", "shuttle", 1, new Retire(null))),
    UPLOAD_PART_COMMAND(
            2, new ModelCommand(2, "r-7", "shuttle", 4, new UploadPart("00ff", 1, "11ee", bytes("half of it")))),
    PUBLISH_UPLOAD_COMMAND(2, new ModelCommand(2, "r-8", "shuttle", 4, new PublishUpload("00ff", 20, 2, true))),
    ARTEFACT_PART_RECORD(2, new ModelRecord(2, "shuttle", new ArtefactPart(4, 1, "11ee", bytes("half of it")))),
    ARTEFACT_IN_PARTS_RECORD(2, new ModelRecord(2, "shuttle", new ArtefactInParts(4, "00ff", 20, 2))),
    RETIRED_RECORD(2, new ModelRecord(2, "shuttle", new Retired(1, "00ff"))),
    TAKEN_BACK_RECORD(2, new ModelRecord(2, "shuttle", new Timeline(takenBack()))),
    INSTANCE_REPORT(
            2,
            new InstanceReport(
                    1,
                    "host-1",
                    "elmstream",
                    Constants.AT,
                    Constants.AT,
                    false,
                    List.of(new ReportedModel(
                            "shuttle",
                            3L,
                            2,
                            List.of(
                                    new ReportedVersion(2, Readiness.READY, null, 12L, 345L, 0L, 0L, 0L),
                                    new ReportedVersion(3, Readiness.FAILED, "probe 0 differs", 3L, 0L, 0L, 0L, 0L)),
                            compared(),
                            0L)))),
    MODEL_COMPARISON(2, new ModelComparison(1, "shuttle", Constants.AT, 2, 1, compared(), challenger())),
    GOVERNED_COMPARISON(
            2,
            new GovernedComparison(
                    1, 3L, List.of(new GovernedReport("host-1", Constants.AT, Instant.EPOCH, compared())))),
    GOVERNED_UPLOAD(2, new GovernedUpload(1, "shuttle", 4, "00ff", 1, Constants.AT, bytes("half of it"))),
    GOVERNED_MODEL_2(
            2,
            new GovernedModel(
                    2,
                    "shuttle",
                    List.of("pressure", "flow"),
                    List.of("normal", "leak"),
                    takenBack(),
                    List.of(new GovernedAnswer(
                            "r-5",
                            "roll back version 3",
                            CommandOutcome.ACCEPTED,
                            null,
                            null,
                            "taken back",
                            takenBack().get(0),
                            3L)),
                    null)),
    GOVERNED_VERSION_2(2, new GovernedVersion(2, 2, "00ff", 1_234, Constants.AT, 3, Constants.AT)),
    PREDICTION_3(
            3,
            new Prediction(
                    "pump-1",
                    "shuttle",
                    2,
                    3L,
                    Instant.ofEpochMilli(1_764_000_000_000L),
                    "leak",
                    0.75f,
                    List.of(0.25f, 0.75f),
                    "0_1",
                    40L,
                    7,
                    "sensor-readings",
                    1,
                    42L,
                    List.of("normal", "leak"),
                    false,
                    0,
                    false,
                    "",
                    0,
                    List.of(),
                    List.of(),
                    0f)),
    ACTIVATE_COMMAND_3(3, new ModelCommand(3, "r-9", "shuttle", 2, new Activate(3L, null))),
    RETIRE_COMMAND_3(3, new ModelCommand(3, "r-10", "shuttle", 1, new Retire(4L))),
    INSTANCE_REPORT_3(
            3,
            new InstanceReport(
                    2,
                    "host-1",
                    "elmstream",
                    Constants.AT,
                    Constants.AT,
                    false,
                    List.of(new ReportedModel(
                            "shuttle",
                            3L,
                            2,
                            List.of(new ReportedVersion(2, Readiness.READY, null, 12L, 345L, 0L, 0L, 0L)),
                            compared(),
                            7L)))),
    GOVERNED_COMPARISON_3(
            3,
            new GovernedComparison(
                    2, 3L, List.of(new GovernedReport("host-1", Constants.AT, Constants.AT, compared())))),
    GOVERNED_NUMBER(3, new GovernedNumber(1, 1_764_000_000_000_000L)),
    LEARN_COMMAND(4, new ModelCommand(4, "r-11", "shuttle", 2, new Learn(learning(), 3L))),
    ALERT_COMMAND(
            4,
            new AlertCommand(
                    1,
                    "a1b2",
                    "pump-1",
                    "shuttle",
                    2,
                    "leak",
                    0.75f,
                    "hot",
                    3,
                    "WARNING",
                    "too hot",
                    "mia",
                    "repaired")),
    LEARNING_RECORD(4, new ModelRecord(3, "shuttle", learning())),
    GOVERNED_MODEL_3(
            4,
            new GovernedModel(
                    3,
                    "shuttle",
                    List.of("pressure", "flow"),
                    List.of("normal", "leak"),
                    takenBack(),
                    List.of(),
                    learning()));

    /** The state of an alert, which is stored in a format of its own. */
    static final AlertState ALERT_STATE = new AlertState(0b101, Optional.of(new Position("sensor-readings", 1, 42)));

    /** The same, raised by a later reading of its record. */
    static final AlertState ALERT_STATE_IN_PACK =
            new AlertState(0b101, Optional.of(new Position("sensor-readings", 1, 42, 3)));

    static final int CONTENT_ID = 258;

    private final int release;
    private final SpecificRecord value;

    /** @param release that wrote it: the number of its set of schemas */
    StoredRecord(int release, SpecificRecord value) {
        this.release = release;
        this.value = value;
    }

    int release() {
        return release;
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
                new TimelineStep(
                        2L, Instant.ofEpochMilli(1_763_000_000_000L), 2, "activated by r-1", 3L, null, null, null));
    }

    /** A constant cannot stand before the records that name it. */
    private static final class Constants {
        private static final Instant AT = Instant.ofEpochMilli(1_764_000_000_000L);
    }

    private static Challenger challenger() {
        return new Challenger(3, ChallengerMode.CANARY, 1_250, new Gate(1_000L, 0.01, null, 0.001));
    }

    private static Learning learning() {
        return new Learning(true, ChallengerMode.CANARY, 2_500, new Gate(1_000L, 0.01, 0.9, 0.001));
    }

    private static List<TimelineStep> takenBack() {
        return List.of(
                new TimelineStep(1L, null, 2, "activated by r-0", null, null, Constants.AT, null),
                new TimelineStep(2L, Constants.AT, 2, "tried by r-3", 3L, challenger(), Constants.AT, null),
                new TimelineStep(3L, Constants.AT, 2, "taken back by r-5", null, null, Constants.AT, 2L));
    }

    private static ReportedComparison compared() {
        return new ReportedComparison(
                3L, 100L, 98L, 50L, 48L, 49L, 1L, List.of(new Disagreement("normal", "leak", 2L)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
