package io.elmstream.wire;

import io.elmstream.alert.Position;
import io.elmstream.labels.Label;
import io.elmstream.wire.SchemaRegistry.Found;
import io.elmstream.wire.SchemaRegistry.Lookup;
import io.elmstream.wire.SchemaRegistry.Unknown;
import io.elmstream.wire.avro.ReadingPosition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.jspecify.annotations.Nullable;

/**
 * Decodes labels: Avro in the registry's wire format, resolved from the writer's schema, or JSON with the same fields.
 * Not thread-safe: one per task.
 */
public final class LabelDecoder {

    private static final Schema OURS = io.elmstream.wire.avro.Label.getClassSchema();

    /** The largest number of writers' schemas kept; a topic has a few. */
    private static final int MOST_WRITERS = 64;

    private final SchemaRegistry registry;
    private final JsonRecordReader json = new JsonRecordReader(OURS);
    private final Map<Integer, RecordReader<io.elmstream.wire.avro.Label>> readers =
            new LinkedHashMap<>(16, 0.75f, true) {

                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<Integer, RecordReader<io.elmstream.wire.avro.Label>> eldest) {
                    return size() > MOST_WRITERS;
                }
            };

    /**
     * Creates a decoder.
     *
     * @param registry the source of writers' schemas
     */
    public LabelDecoder(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Decodes a label; its fields may still be out of range, as {@link Label#problem} says.
     *
     * @throws UnreadableRecordException if the bytes are not a label; the message names field and value
     * @throws RegistryUnreachableException if the schema is not known and the registry did not answer: the label is not
     *     judged then
     */
    public Label decode(byte @Nullable [] bytes) throws UnreadableRecordException {
        if (bytes == null) {
            throw new UnreadableRecordException("it has no value", null);
        }
        if (JsonRecordReader.isJson(bytes)) {
            return label((io.elmstream.wire.avro.Label) json.read(bytes));
        }
        Frame.require(bytes);
        int id = Frame.contentId(bytes);
        RecordReader<io.elmstream.wire.avro.Label> reader = readers.get(id);
        if (reader == null) {
            reader = reader(id);
            readers.put(id, reader);
        }
        return label(reader.read(bytes));
    }

    private RecordReader<io.elmstream.wire.avro.Label> reader(int id) throws UnreadableRecordException {
        Lookup lookup = id == Frame.NO_ID ? new Unknown() : registry.find(id);
        if (!(lookup instanceof Found found)) {
            throw new UnreadableRecordException(
                    lookup instanceof Unknown
                            ? "the registry knows no schema with content id " + id
                            : "content id " + id + " is no Avro schema in the registry",
                    null);
        }
        Schema writer = found.schema();
        var fit = SchemaCompatibility.checkReaderWriterCompatibility(OURS, writer);
        if (fit.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw new UnreadableRecordException(
                    "the schema " + writer.getFullName() + " with content id " + id + " cannot be read as a Label: "
                            + fit.getResult().getIncompatibilities().get(0).getMessage(),
                    null);
        }
        Schema.Field time = writer.getField("eventTime");
        if (time != null && !isMillis(time.schema())) {
            throw new UnreadableRecordException(
                    "the schema " + writer.getFullName() + " with content id " + id
                            + " cannot be read as a Label: field eventTime: found " + ReadingFit.name(time.schema())
                            + ", wanted timestamp-millis (long) or null",
                    null);
        }
        return new RecordReader<>(writer, OURS);
    }

    private static boolean isMillis(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream().allMatch(LabelDecoder::isMillis)
                : EventTimes.isMillis(schema);
    }

    private static Label label(io.elmstream.wire.avro.Label read) throws UnreadableRecordException {
        Instant time = read.getEventTime();
        ReadingPosition position = read.getPosition();
        try {
            return new Label(
                    read.getSensorId(),
                    time == null ? OptionalLong.empty() : OptionalLong.of(time.toEpochMilli()),
                    position == null
                            ? Optional.empty()
                            : Optional.of(new Position(
                                    position.getTopic(),
                                    position.getPartition(),
                                    position.getOffset(),
                                    position.getIndex())),
                    read.getLabel(),
                    read.getWeight(),
                    Optional.ofNullable(read.getModelId()));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("the field position: " + e.getMessage(), e);
        } catch (ArithmeticException e) {
            throw new UnreadableRecordException("the field eventTime is " + time + ", which is too far away", e);
        }
    }
}
