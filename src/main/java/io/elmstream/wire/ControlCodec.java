package io.elmstream.wire;

import io.elmstream.wire.avro.ActivityReport;
import io.elmstream.wire.avro.AlertCommand;
import io.elmstream.wire.avro.GovernedComparison;
import io.elmstream.wire.avro.GovernedModel;
import io.elmstream.wire.avro.GovernedNumber;
import io.elmstream.wire.avro.GovernedUpload;
import io.elmstream.wire.avro.GovernedVersion;
import io.elmstream.wire.avro.InstanceReport;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelLearner;
import io.elmstream.wire.avro.ModelQuality;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.QualityReport;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes and decodes the records that control models. They are written in the registry's wire format, so that stock
 * consumers understand them, but read without the registry, which may be down when a model must be changed: every such
 * record starts with the field {@code format}, the generation of its schema, and all generations are in the jar. The
 * content id is ignored when reading.
 *
 * <p>Thread-safe.
 *
 * @param <T> the record
 */
public final class ControlCodec<T extends SpecificRecord> {

    // created once, because this parses the schemas of earlier releases
    private static final ControlCodec<ModelCommand> COMMANDS = new ControlCodec<>(
            ModelCommand.getClassSchema(),
            Map.of(
                    1L, ReleasedSchema.of(1, "ModelCommand"),
                    2L, ReleasedSchema.of(2, "TimelineStep", "ModelCommand"),
                    3L, ReleasedSchema.of(3, "TimelineStep", "ModelCommand"),
                    4L, ModelCommand.getClassSchema()));
    private static final ControlCodec<ModelRecord> MODELS = new ControlCodec<>(
            ModelRecord.getClassSchema(),
            Map.of(
                    1L, ReleasedSchema.of(1, "TimelineStep", "ModelRecord"),
                    2L, ReleasedSchema.of(3, "TimelineStep", "ModelRecord"),
                    3L, ModelRecord.getClassSchema()));
    private static final ControlCodec<ModelStatus> STATUSES = firstGeneration(ModelStatus.getClassSchema());
    private static final ControlCodec<InstanceReport> REPORTS = new ControlCodec<>(
            InstanceReport.getClassSchema(),
            Map.of(
                    1L, ReleasedSchema.of(2, "InstanceReport"),
                    2L, ReleasedSchema.of(3, "InstanceReport"),
                    3L, InstanceReport.getClassSchema()));
    private static final ControlCodec<ModelComparison> COMPARISONS = firstGeneration(ModelComparison.getClassSchema());
    private static final ControlCodec<ModelLearner> LEARNERS = firstGeneration(ModelLearner.getClassSchema());
    private static final ControlCodec<QualityReport> QUALITY_REPORTS = firstGeneration(QualityReport.getClassSchema());
    private static final ControlCodec<ModelQuality> QUALITIES = firstGeneration(ModelQuality.getClassSchema());
    private static final ControlCodec<ActivityReport> ACTIVITY_REPORTS =
            firstGeneration(ActivityReport.getClassSchema());
    private static final ControlCodec<AlertCommand> ALERT_COMMANDS = firstGeneration(AlertCommand.getClassSchema());
    private static final ControlCodec<GovernedModel> GOVERNED_MODELS = new ControlCodec<>(
            GovernedModel.getClassSchema(),
            Map.of(
                    1L, ReleasedSchema.of(1, "TimelineStep", "ModelStatus", "GovernedModel"),
                    2L, ReleasedSchema.of(3, "TimelineStep", "ModelStatus", "GovernedModel"),
                    3L, GovernedModel.getClassSchema()));
    private static final ControlCodec<GovernedVersion> GOVERNED_VERSIONS =
            secondGeneration(GovernedVersion.getClassSchema(), ReleasedSchema.of(1, "GovernedVersion"));
    private static final ControlCodec<GovernedComparison> GOVERNED_COMPARISONS = secondGeneration(
            GovernedComparison.getClassSchema(), ReleasedSchema.of(2, "InstanceReport", "GovernedComparison"));
    private static final ControlCodec<GovernedUpload> GOVERNED_UPLOADS =
            firstGeneration(GovernedUpload.getClassSchema());
    private static final ControlCodec<GovernedNumber> GOVERNED_NUMBERS =
            firstGeneration(GovernedNumber.getClassSchema());

    private final Schema schema;
    private final SortedMap<Long, Schema> generations;

    private ControlCodec(Schema schema, Map<Long, Schema> generations) {
        this.schema = schema;
        this.generations = new TreeMap<>(generations);
    }

    public static ControlCodec<ModelCommand> commands() {
        return COMMANDS;
    }

    public static ControlCodec<ModelRecord> models() {
        return MODELS;
    }

    public static ControlCodec<ModelStatus> statuses() {
        return STATUSES;
    }

    public static ControlCodec<InstanceReport> reports() {
        return REPORTS;
    }

    public static ControlCodec<ModelComparison> comparisons() {
        return COMPARISONS;
    }

    public static ControlCodec<ModelLearner> learners() {
        return LEARNERS;
    }

    public static ControlCodec<QualityReport> qualityReports() {
        return QUALITY_REPORTS;
    }

    public static ControlCodec<ModelQuality> qualities() {
        return QUALITIES;
    }

    public static ControlCodec<ActivityReport> activityReports() {
        return ACTIVITY_REPORTS;
    }

    public static ControlCodec<AlertCommand> alertCommands() {
        return ALERT_COMMANDS;
    }

    public static ControlCodec<GovernedModel> governedModels() {
        return GOVERNED_MODELS;
    }

    public static ControlCodec<GovernedVersion> governedVersions() {
        return GOVERNED_VERSIONS;
    }

    public static ControlCodec<GovernedComparison> governedComparisons() {
        return GOVERNED_COMPARISONS;
    }

    public static ControlCodec<GovernedUpload> governedUploads() {
        return GOVERNED_UPLOADS;
    }

    public static ControlCodec<GovernedNumber> governedNumbers() {
        return GOVERNED_NUMBERS;
    }

    private static <T extends SpecificRecord> ControlCodec<T> firstGeneration(Schema schema) {
        return new ControlCodec<>(schema, Map.of(1L, schema));
    }

    private static <T extends SpecificRecord> ControlCodec<T> secondGeneration(Schema schema, Schema first) {
        return new ControlCodec<>(schema, Map.of(1L, first, 2L, schema));
    }

    /** Returns the schema to register for the topic of these records. */
    public Schema schema() {
        return schema;
    }

    /**
     * Encodes a record.
     *
     * @param contentId the content id of {@link #schema()}; 0 if no stock consumer reads the bytes
     */
    public byte[] encode(int contentId, T value) {
        return new RecordEncoder<T>(contentId).encode(value);
    }

    /**
     * Decodes a record.
     *
     * @throws UnreadableRecordException if the bytes are not such a record
     */
    public T decode(byte[] bytes) throws UnreadableRecordException {
        Frame.require(bytes);
        AvroInput in = new AvroInput();
        in.reset(bytes, Frame.HEADER);
        long generation = in.readLong();
        Schema writer = generations.get(generation);
        if (in.failed() || writer == null) {
            throw new UnreadableRecordException(
                    "format " + generation + " is not one of " + generations.keySet()
                            + ": the record was written by a newer release, or is not a " + schema.getName(),
                    null);
        }
        return new RecordReader<T>(writer, schema).read(bytes);
    }
}
