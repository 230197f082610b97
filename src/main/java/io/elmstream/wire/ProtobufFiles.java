package io.elmstream.wire;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Loader;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.internal.SchemaEncoder;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import io.elmstream.wire.SchemaTexts.Text;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds the descriptor of a Protobuf schema from what a registry holds: {@code .proto} files, or descriptors of files
 * in Base64. The files of Protobuf itself, such as {@code google/protobuf/timestamp.proto}, need not be there.
 */
final class ProtobufFiles {

    /** The files that are always known. */
    private static final Set<String> CORE = Set.of(
            "google/protobuf/any.proto",
            "google/protobuf/descriptor.proto",
            "google/protobuf/duration.proto",
            "google/protobuf/empty.proto",
            "google/protobuf/struct.proto",
            "google/protobuf/timestamp.proto",
            "google/protobuf/wrappers.proto");

    private static final int MOST_WORDS = 500;

    private final Map<String, ProtoFile> texts = new LinkedHashMap<>();
    private final Map<String, FileDescriptorProto> files = new HashMap<>();
    private final Map<String, FileDescriptor> built = new HashMap<>();

    private ProtobufFiles() {}

    /**
     * Builds a descriptor.
     *
     * @param what the schema in words, for messages
     * @param texts the last one is the schema itself
     */
    static FileDescriptor of(String what, List<Text> texts) throws UnusableSchemaException {
        try {
            return new ProtobufFiles().build(texts);
        } catch (StackOverflowError e) {
            throw new UnusableSchemaException(what + " cannot be read as Protobuf: it is nested too deeply");
        } catch (RuntimeException | DescriptorValidationException e) {
            // the parser throws all kinds of exceptions
            String words = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", ", ");
            throw new UnusableSchemaException(
                    what + " cannot be read as Protobuf: " + words.substring(0, Math.min(MOST_WORDS, words.length())));
        }
    }

    private FileDescriptor build(List<Text> given) throws DescriptorValidationException {
        String own = name(given);
        for (Text text : given) {
            String name = text.name().isEmpty() ? own : text.name();
            if (!CORE.contains(name)) {
                add(name, text.content());
            }
        }
        CORE.forEach(name -> texts.put(name, CoreLoader.INSTANCE.load(name)));
        link();
        return build(own, new ArrayList<>());
    }

    /** Returns a name for the schema itself that no other has. */
    private static String name(List<Text> given) {
        String own = "schema.proto";
        Set<String> others = Set.copyOf(given.stream().map(Text::name).toList());
        while (others.contains(own)) {
            own = "its-" + own;
        }
        return own;
    }

    private void add(String name, String content) {
        byte[] binary = binary(content);
        if (binary.length > 0) {
            try {
                files.put(name, FileDescriptorProto.parseFrom(binary));
                return;
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException("it is Base64, but no descriptor of a file: " + e.getMessage(), e);
            }
        }
        texts.put(
                name, ProtoFile.Companion.get(ProtoParser.Companion.parse(Location.Companion.get("", name), content)));
    }

    /** Returns what a content in Base64 stands for; empty if it is a text. */
    private static byte[] binary(String content) {
        try {
            return Base64.getMimeDecoder().decode(requireBase64(content.strip()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** A .proto file has a semicolon or a brace, which the decoder would skip. */
    private static String requireBase64(String content) {
        if (!content.matches("[A-Za-z0-9+/=\\s]*")) {
            throw new IllegalArgumentException("not Base64");
        }
        return content;
    }

    private void link() {
        ErrorCollector errors = new ErrorCollector();
        Schema schema = new Linker(new Given(texts), errors, true, true).link(texts.values());
        errors.throwIfNonEmpty();
        SchemaEncoder encoder = new SchemaEncoder(schema);
        for (Map.Entry<String, ProtoFile> text : texts.entrySet()) {
            ProtoFile linked = schema.protoFile(text.getKey());
            if (linked != null) {
                files.put(text.getKey(), encoded(encoder, linked));
            }
        }
    }

    private static FileDescriptorProto encoded(SchemaEncoder encoder, ProtoFile file) {
        try {
            return FileDescriptorProto.parseFrom(encoder.encode(file).toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what the parser wrote itself can be read", e);
        }
    }

    private FileDescriptor build(String name, List<String> importing) throws DescriptorValidationException {
        FileDescriptor known = built.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("it imports " + name + ", which is not among its references");
        }
        if (importing.contains(name)) {
            throw new IllegalArgumentException(name + " imports itself");
        }
        importing.add(name);
        List<FileDescriptor> imports = new ArrayList<>();
        for (String each : file.getDependencyList()) {
            imports.add(build(each, importing));
        }
        importing.remove(name);
        FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
        built.put(name, descriptor);
        return descriptor;
    }

    /**
     * Gives the linker the files that are imported.
     *
     * @param files by their paths
     */
    private record Given(Map<String, ProtoFile> files) implements Loader {

        @Override
        public ProtoFile load(String path) {
            ProtoFile file = files.get(path);
            if (file != null) {
                return file;
            }
            if (path.startsWith("wire/")) {
                return CoreLoader.INSTANCE.load(path);
            }
            throw new IllegalArgumentException("it imports " + path + ", which is not among its references");
        }

        @Override
        public Loader withErrors(ErrorCollector errors) {
            return this;
        }
    }
}
