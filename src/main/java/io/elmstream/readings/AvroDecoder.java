package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import io.elmstream.wire.AvroInput;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.SchemaRegistry.Found;
import io.elmstream.wire.SchemaRegistry.Lookup;
import io.elmstream.wire.SchemaWalk;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes Avro of any schema. The schema of each writer is compiled once, against the paths of the mapping, into steps
 * that read or skip its fields; a path that the schema does not have is a missing field. Bytes of any kind are decoded
 * in a time and a memory that their number bounds.
 */
final class AvroDecoder implements RecordDecoder {

    private final Mapping mapping;
    private final Layout layout;
    private final Writers<Writer> writers;
    private final AvroInput in = new AvroInput();
    private final SchemaWalk walk = new SchemaWalk();
    private PathTree tree = new PathTree();

    /** What the registry has under an id, compiled at its first use. */
    private static final class Writer {

        private final SchemaId id;
        private final Lookup lookup;
        private Optional<AvroWriter> compiled = Optional.empty();

        Writer(SchemaId id, Lookup lookup) {
            this.id = id;
            this.lookup = lookup;
        }
    }

    AvroDecoder(Mapping mapping, Layout layout, SchemaRegistry registry) {
        this.mapping = mapping;
        this.layout = layout;
        this.writers = new Writers<>(mapping, registry, Writer::new);
        compile();
    }

    @Override
    public void compile() {
        tree = PathTree.of(Targets.of(mapping, layout));
        mapping.each().ifPresent(tree::down);
        writers.all().forEach(writer -> writer.compiled = Optional.empty());
    }

    @Override
    public void decode(byte[] value, Headers headers, long timestamp, DecodedReadings into) {
        Writer writer = writers.of(value, headers, into);
        if (writer == null) {
            return;
        }
        if (writer.lookup instanceof Found found) {
            read(value, writer, found.schema(), into);
        } else {
            into.reject(Rejection.UNREADABLE, Writers.unusable(writer.id, writer.lookup, Format.PROTOBUF));
        }
    }

    private void read(byte[] value, Writer writer, Schema schema, DecodedReadings into) {
        if (writer.compiled.isEmpty()) {
            writer.compiled = Optional.of(new AvroWriter(schema, new AvroCompiler(walk).compile(schema, tree)));
        }
        in.reset(value, mapping.ids().prefix());
        walk.start(in);
        writer.compiled.get().root().read(in, into, 0);
        if (into.rejection().isPresent()) {
            return;
        }
        if (in.failed()) {
            into.reject(
                    Rejection.UNREADABLE,
                    "the value of " + value.length + " bytes ends or breaks before" + end(writer, schema));
        } else if (in.remaining() > 0) {
            into.reject(Rejection.UNREADABLE, in.remaining() + " bytes follow" + end(writer, schema));
        } else if (mapping.each().isPresent() && !into.isPack()) {
            into.reject(
                    Rejection.UNREADABLE,
                    "there is no array at " + mapping.each().get() + ", whose elements are the readings");
        }
    }

    private static String end(Writer writer, Schema schema) {
        return " the end of the schema " + schema.getFullName() + " that it was written with, " + writer.id;
    }

    @Override
    public Optional<String> nearest(FieldPath path) {
        return writers.last().flatMap(writer -> writer.compiled).flatMap(writer -> writer.nearest(path));
    }
}
