package io.elmstream.readings;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.batch.Rejection;
import io.elmstream.readings.ProtobufPack.Instances;
import io.elmstream.readings.ProtobufWriter.ProtobufWalk;
import io.elmstream.wire.ProtobufInput;
import io.elmstream.wire.SchemaRegistry;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes Protobuf of any schema. Each message of each writer's schema is compiled once, against the paths of the
 * mapping, into steps over the numbers of its fields; a path that the schema does not have is a missing field. Bytes of
 * any kind are decoded in a time and a memory that their number bounds.
 */
final class ProtobufDecoder implements RecordDecoder {

    private final Mapping mapping;
    private final Layout layout;
    private final Writers<ProtobufWriter> writers;
    private final Instances instances = new Instances();
    private final ProtobufInput in = new ProtobufInput();
    private final Function<Descriptor, ProtobufWalk> compile = this::compile;
    private PathTree tree = new PathTree();

    ProtobufDecoder(Mapping mapping, Layout layout, SchemaRegistry registry) {
        this.mapping = mapping;
        this.layout = layout;
        this.writers = new Writers<>(mapping, registry, ProtobufWriter::new);
        compile();
    }

    @Override
    public void compile() {
        tree = PathTree.of(Targets.of(mapping, layout));
        mapping.each().ifPresent(tree::down);
        writers.all().forEach(ProtobufWriter::forget);
    }

    private ProtobufWalk compile(Descriptor type) {
        ProtobufCompiler compiler = new ProtobufCompiler(instances);
        ProtobufMessage root = compiler.root(type, tree);
        return new ProtobufWalk(type, root, compiler.hasPack());
    }

    @Override
    public void decode(byte[] value, Headers headers, long timestamp, DecodedReadings into) {
        ProtobufWriter writer = writers.of(value, headers, into);
        if (writer == null) {
            return;
        }
        Optional<FileDescriptor> file = writer.file();
        if (file.isEmpty()) {
            into.reject(Rejection.UNREADABLE, Writers.unusable(writer.id(), writer.lookup(), Format.AVRO));
            return;
        }
        ProtobufType type = writer.type(file.get(), value, mapping.ids(), headers);
        if (type.type().isEmpty()) {
            into.reject(Rejection.UNREADABLE, type.problem() + ", " + writer.id());
            return;
        }
        in.reset(value, mapping.ids().prefix() + type.preamble());
        read(value, writer, writer.walk(type.type().get(), compile), into);
    }

    private void read(byte[] value, ProtobufWriter writer, ProtobufWalk walk, DecodedReadings into) {
        walk.read(in, into, instances.next());
        if (into.rejection().isPresent()) {
            return;
        }
        if (in.failed()) {
            into.reject(
                    Rejection.UNREADABLE,
                    "the value of " + value.length + " bytes is no message "
                            + walk.type().getFullName() + " of the schema with " + writer.id() + ", "
                            + in.problem());
        } else if (mapping.each().isPresent() && !into.isPack()) {
            into.reject(
                    Rejection.UNREADABLE,
                    "there is no repeated field at " + mapping.each().get() + ", whose elements are the readings");
        }
    }

    @Override
    public Optional<String> nearest(FieldPath path) {
        return writers.last().flatMap(writer -> writer.nearest(path));
    }
}
