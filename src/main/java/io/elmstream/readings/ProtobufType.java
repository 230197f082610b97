package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.elm.ShortList;
import io.elmstream.wire.ProtobufInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Finds out which message of a schema a value is, and where it starts. Behind the id there is either a {@code Ref}
 * message with the name, as Apicurio's serde writes it, or the indices of the message in the schema, as Confluent's
 * serde writes them; if the id is in a header, the name is in another one, and may be in front of the message, too.
 *
 * @param type the message; empty if it cannot be told
 * @param preamble the bytes in front of the message, and behind the id
 * @param problem why it cannot be told; empty if it can
 */
record ProtobufType(Optional<Descriptor> type, int preamble, String problem) {

    /** The header in which Apicurio's serde puts the name. */
    static final String HEADER = "apicurio.protobuf.type";

    /** The tag of the name in a Ref message. */
    static final int NAME = 1 << 3 | ProtobufInput.LENGTH;

    /** No message starts with a smaller byte, as a list of a few indices does. */
    private static final int FIRST_TAG = 1 << 3;

    /** More than any schema has in each other; what is longer is no list of indices. */
    private static final int MOST_INDICES = 16;

    private static ProtobufType found(Descriptor type, int preamble) {
        return new ProtobufType(Optional.of(type), preamble, "");
    }

    private static ProtobufType unknown(String problem) {
        return new ProtobufType(Optional.empty(), 0, problem);
    }

    /**
     * Reads the type from a record whose schema's id is in a header. Apicurio's serde writes the name into the value
     * all the same, unless it is told not to.
     */
    static ProtobufType of(FileDescriptor file, byte[] value, Headers headers) {
        Header header = headers.lastHeader(HEADER);
        Optional<Ref> ref = Ref.of(value, 0);
        if (header != null && header.value() != null) {
            ProtobufType named = named(file, new String(header.value(), UTF_8), 0);
            return ref.map(each -> named(file, each.name(), each.length()))
                    .filter(again -> again.type().isPresent() && again.type().equals(named.type()))
                    .orElse(named);
        }
        if (ref.isPresent()) {
            ProtobufType named = named(file, ref.get().name(), ref.get().length());
            if (named.type().isPresent()) {
                return named;
            }
        }
        return file.getMessageTypes().size() == 1
                ? found(file.getMessageTypes().get(0), 0)
                : unknown("the record has no header " + HEADER + ", which says which message of the schema it is: "
                        + names(file));
    }

    /** Reads the type from a value that has the schema's id at its beginning. */
    static ProtobufType of(FileDescriptor file, byte[] value, int from) {
        Optional<Ref> ref = Ref.of(value, from);
        ProtobufInput in = new ProtobufInput();
        if (ref.isPresent()) {
            in.reset(value, from + ref.get().length());
            ProtobufType named = named(file, ref.get().name(), ref.get().length());
            return named.type().isPresent() ? withIndices(named, in, from) : named;
        }
        in.reset(value, from);
        return indexed(file, in, from);
    }

    /**
     * A Ref message with its length.
     *
     * @param name of the message that follows
     * @param length number of bytes that it takes
     */
    private record Ref(String name, int length) {

        static Optional<Ref> of(byte[] value, int from) {
            ProtobufInput in = new ProtobufInput();
            in.reset(value, from);
            in.enter();
            if (in.readTag() != NAME) {
                return Optional.empty();
            }
            int length = in.readLength();
            int start = in.position();
            in.goTo(start + length);
            return in.failed() || in.hasMore()
                    ? Optional.empty()
                    : Optional.of(new Ref(new String(value, start, length, UTF_8), start + length - from));
        }
    }

    /** Skips indices behind a name, if there are any. */
    private static ProtobufType withIndices(ProtobufType named, ProtobufInput in, int from) {
        int next = in.hasMore() ? in.bytes()[in.position()] : FIRST_TAG;
        if (next < 0 || next >= FIRST_TAG || next % 2 != 0) {
            return named;
        }
        readIndices(in);
        return in.failed() ? named : found(named.type().orElseThrow(), in.position() - from);
    }

    private static ProtobufType indexed(FileDescriptor file, ProtobufInput in, int from) {
        List<Integer> indices = readIndices(in);
        Optional<Descriptor> type = Optional.empty();
        List<Descriptor> among = file.getMessageTypes();
        for (int index : indices) {
            if (index < 0 || index >= among.size()) {
                type = Optional.empty();
                break;
            }
            type = Optional.of(among.get(index));
            among = among.get(index).getNestedTypes();
        }
        return type.isPresent() && !in.failed()
                ? found(type.get(), in.position() - from)
                : unknown("behind the id of the schema there is neither the name of one of its messages, as Apicurio's"
                        + " serde writes it, nor the indices of one, as Confluent's serde does");
    }

    private static List<Integer> readIndices(ProtobufInput in) {
        int count = CodedInputStream.decodeZigZag32((int) in.readVarint());
        if (count == 0 && !in.failed()) {
            return List.of(0);
        }
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < count && count <= MOST_INDICES && !in.failed(); i++) {
            indices.add(CodedInputStream.decodeZigZag32((int) in.readVarint()));
        }
        return indices;
    }

    private static ProtobufType named(FileDescriptor file, String name, int preamble) {
        List<Descriptor> all = new ArrayList<>();
        file.getMessageTypes().forEach(type -> add(type, all));
        List<Descriptor> exact =
                all.stream().filter(type -> type.getFullName().equals(name)).toList();
        List<Descriptor> top = file.getMessageTypes().stream()
                .filter(type -> type.getName().equals(name))
                .toList();
        List<Descriptor> any =
                all.stream().filter(type -> type.getName().equals(name)).toList();
        List<Descriptor> found = !exact.isEmpty() ? exact : !top.isEmpty() ? top : any;
        if (found.size() == 1) {
            return found(found.get(0), preamble);
        }
        return unknown(
                found.isEmpty()
                        ? "the value is a message " + ShortList.shortened(name) + ", which its schema does not have: "
                                + names(file)
                        : "the schema has several messages with the name " + ShortList.shortened(name)
                                + ", and the value does not say which of them it is");
    }

    private static void add(Descriptor type, List<Descriptor> to) {
        to.add(type);
        type.getNestedTypes().forEach(nested -> add(nested, to));
    }

    private static String names(FileDescriptor file) {
        return ShortList.ofTexts(file.getMessageTypes().stream()
                .map(type -> ShortList.shortened(type.getFullName()))
                .toList());
    }
}
