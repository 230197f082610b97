package io.elmstream.readings;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.data.Names;
import io.elmstream.readings.FieldPath.Name;
import io.elmstream.readings.FieldPath.Step;
import io.elmstream.wire.ProtobufInput;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry.FoundProtobuf;
import io.elmstream.wire.SchemaRegistry.Lookup;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What the registry has under an id, with a walk for each of its messages. Not thread-safe. */
final class ProtobufWriter {

    private final SchemaId id;
    private final Lookup lookup;
    private final Optional<FileDescriptor> file;
    private final Map<Descriptor, ProtobufWalk> walks = new HashMap<>();
    private byte[] lastPreamble = {};
    private byte[] lastHeader = {};
    private @Nullable ProtobufType last;
    private @Nullable ProtobufWalk lastWalk;

    ProtobufWriter(SchemaId id, Lookup lookup) {
        this.id = id;
        this.lookup = lookup;
        this.file = lookup instanceof FoundProtobuf found ? Optional.of(found.file()) : Optional.empty();
    }

    SchemaId id() {
        return id;
    }

    Lookup lookup() {
        return lookup;
    }

    /** Returns the schema, if it is one of Protobuf. */
    Optional<FileDescriptor> file() {
        return file;
    }

    /** Returns which message a value is; most values are what the one before was. */
    ProtobufType type(FileDescriptor file, byte[] value, SchemaIds ids, Headers headers) {
        int from = ids.prefix();
        byte[] header = ids == SchemaIds.HEADERS ? header(headers) : lastHeader;
        if (last != null && Arrays.equals(header, lastHeader) && startsAsLast(value, from)) {
            return last;
        }
        ProtobufType type =
                ids == SchemaIds.HEADERS ? ProtobufType.of(file, value, headers) : ProtobufType.of(file, value, from);
        last = type.type().isPresent() ? type : null;
        lastHeader = header;
        lastPreamble = Arrays.copyOfRange(value, from, from + type.preamble());
        return type;
    }

    private boolean startsAsLast(byte[] value, int from) {
        int length = lastPreamble.length;
        return length == 0
                ? value.length < from + 2 || value[from + 1] != ProtobufType.NAME
                : value.length >= from + length && Arrays.equals(value, from, from + length, lastPreamble, 0, length);
    }

    private static byte[] header(Headers headers) {
        Header header = headers.lastHeader(ProtobufType.HEADER);
        return header == null ? new byte[0] : Objects.requireNonNullElse(header.value(), new byte[0]);
    }

    /** Returns the walk over a message. */
    ProtobufWalk walk(Descriptor type, Function<Descriptor, ProtobufWalk> compile) {
        if (lastWalk == null || lastWalk.type() != type) {
            lastWalk = walks.computeIfAbsent(type, compile);
        }
        return lastWalk;
    }

    /** Compiles the walks anew when they are needed next. */
    void forget() {
        walks.clear();
        lastWalk = null;
    }

    /**
     * A walk over a message.
     *
     * @param type of the message
     * @param root reads it
     * @param hasPack whether the readings are elements of a repeated field of it
     */
    record ProtobufWalk(Descriptor type, ProtobufMessage root, boolean hasPack) {

        void read(ProtobufInput in, DecodedReadings into, long instance) {
            if (hasPack) {
                // if the field does not occur, there are none
                into.pack();
            }
            root.readFields(in, into, 0, instance);
        }
    }

    /** Returns the path of the field that is likely meant by a path which the latest message does not have. */
    Optional<String> nearest(FieldPath path) {
        return Optional.ofNullable(last).flatMap(ProtobufType::type).flatMap(type -> nearest(type, path));
    }

    private static Optional<String> nearest(Descriptor type, FieldPath path) {
        Descriptor at = type;
        FieldDescriptor field = null;
        FieldPath known = FieldPath.ROOT;
        for (Step step : path.steps()) {
            if (step instanceof Name name && !(field != null && field.isMapField())) {
                FieldDescriptor down = at.findFieldByName(name.name());
                if (down == null) {
                    return Names.nearest(
                                    name.name(),
                                    at.getFields().stream()
                                            .map(FieldDescriptor::getName)
                                            .toList())
                            .map(known::named)
                            .map(FieldPath::toString);
                }
                field = down;
            } else if (field != null && field.isMapField()) {
                field = at.findFieldByName("value");
            }
            if (field == null || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return Optional.empty();
            }
            at = field.getMessageType();
            known = known.then(step);
        }
        return Optional.empty();
    }
}
