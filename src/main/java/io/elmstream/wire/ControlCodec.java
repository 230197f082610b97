package io.elmstream.wire;

import io.elmstream.wire.avro.GovernedModel;
import io.elmstream.wire.avro.GovernedVersion;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The records that control models. They are written in the registry's wire format, so that stock consumers understand them, but
 * read without the registry, which may be down when a model must be changed: every such record starts with the field {@code
 * format}, the generation of its schema, and all generations are in the jar. What the content id says is not looked at.
 *
 * <p>Safe for threads.
 *
 * @param <T> the record
 */
public final class ControlCodec<T extends SpecificRecord> {

    private final Schema schema;
    private final Map<Long, Schema> generations;

    private ControlCodec(Schema schema, Map<Long, Schema> generations) {
        this.schema = schema;
        this.generations = generations;
    }

    public static ControlCodec<ModelCommand> commands() {
        return firstGeneration(ModelCommand.getClassSchema());
    }

    public static ControlCodec<ModelRecord> models() {
        return firstGeneration(ModelRecord.getClassSchema());
    }

    public static ControlCodec<ModelStatus> statuses() {
        return firstGeneration(ModelStatus.getClassSchema());
    }

    public static ControlCodec<GovernedModel> governedModels() {
        return firstGeneration(GovernedModel.getClassSchema());
    }

    public static ControlCodec<GovernedVersion> governedVersions() {
        return firstGeneration(GovernedVersion.getClassSchema());
    }

    private static <T extends SpecificRecord> ControlCodec<T> firstGeneration(Schema schema) {
        return new ControlCodec<>(schema, Map.of(1L, schema));
    }

    /** The schema to register for the topic that carries these records. */
    public Schema schema() {
        return schema;
    }

    /** @param contentId what the registry calls {@link #schema()}; 0 where no stock consumer reads the bytes */
    public byte[] encode(int contentId, T value) {
        return new RecordEncoder<T>(contentId).encode(value);
    }

    /** @throws UnreadableRecordException if the bytes are not such a record */
    public T decode(byte[] bytes) throws UnreadableRecordException {
        Frame.require(bytes);
        AvroInput in = new AvroInput();
        in.reset(bytes, Frame.HEADER);
        long generation = in.readLong();
        Schema writer = generations.get(generation);
        if (in.failed() || writer == null) {
            throw new UnreadableRecordException("format " + generation + " is not one of " + generations.keySet()
                    + ": the record was written by a newer release, or is no " + schema.getName(), null);
        }
        return new RecordReader<T>(writer, schema).read(bytes);
    }
}
