package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import io.elmstream.wire.AvroInput;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.SchemaRegistry.Found;
import io.elmstream.wire.SchemaRegistry.Lookup;
import io.elmstream.wire.SchemaRegistry.Unknown;
import io.elmstream.wire.SchemaRegistry.Unusable;
import io.elmstream.wire.SchemaWalk;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes Avro of any schema. The schema of each writer is compiled once, against the paths of the mapping, into steps
 * that read or skip its fields; a path that the schema does not have is a missing field. Bytes of any kind are decoded
 * in a time and a memory that their number bounds.
 */
final class AvroDecoder implements RecordDecoder {

    /** The largest number of writers' schemas kept; a topic has a few. */
    private static final int MOST_WRITERS = 64;

    private final Mapping mapping;
    private final Layout layout;
    private final SchemaRegistry registry;
    private final SchemaIdFinder ids;
    private final Map<SchemaId, Writer> writers = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaId, Writer> eldest) {
            return size() > MOST_WRITERS;
        }
    };
    private final AvroInput in = new AvroInput();
    private final SchemaWalk walk = new SchemaWalk();
    private PathTree tree = new PathTree();
    private Optional<SchemaId> lastId = Optional.empty();
    private Writer last = new Writer(new Unknown());

    /** What the registry has under an id, compiled at its first use. */
    private static final class Writer {

        private final Lookup lookup;
        private Optional<AvroWriter> compiled = Optional.empty();

        Writer(Lookup lookup) {
            this.lookup = lookup;
        }
    }

    AvroDecoder(Mapping mapping, Layout layout, SchemaRegistry registry) {
        this.mapping = mapping;
        this.layout = layout;
        this.registry = registry;
        this.ids = new SchemaIdFinder(mapping.ids());
        compile();
    }

    @Override
    public void compile() {
        tree = PathTree.of(Targets.of(mapping, layout));
        mapping.each().ifPresent(tree::down);
        writers.values().forEach(writer -> writer.compiled = Optional.empty());
    }

    @Override
    public void decode(byte[] value, Headers headers, long timestamp, DecodedReadings into) {
        Optional<SchemaId> id = ids.find(value, headers);
        if (id.isEmpty()) {
            into.reject(Rejection.UNREADABLE, ids.lack(value, headers));
        } else if (!id.get().isAssigned()) {
            into.reject(Rejection.UNKNOWN_SCHEMA, ids.unassigned(id.get()));
        } else if (id.equals(lastId) || isKnown(id.get(), into)) {
            lastId = id;
            read(value, into);
        }
    }

    /** Makes a writer the last one; if the registry does not know it, rejects the record. */
    private boolean isKnown(SchemaId id, DecodedReadings into) {
        Writer known = writers.get(id);
        if (known == null) {
            Lookup lookup = registry.find(id);
            if (lookup instanceof Unknown) {
                into.reject(
                        Rejection.UNKNOWN_SCHEMA,
                        "the registry knows no schema with " + id
                                + ": was the value written against another registry, or does ids in the mapping of the"
                                + " topic " + mapping.topic() + " not fit?");
                return false;
            }
            known = new Writer(lookup);
            writers.put(id, known);
        }
        last = known;
        return true;
    }

    private void read(byte[] value, DecodedReadings into) {
        if (last.lookup instanceof Unusable unusable) {
            into.reject(Rejection.UNREADABLE, unusable.why());
            return;
        }
        AvroWriter writer = compiled();
        in.reset(value, mapping.ids().prefix());
        walk.start(in);
        writer.root().read(in, into, 0);
        if (into.rejection().isPresent()) {
            return;
        }
        if (in.failed()) {
            into.reject(
                    Rejection.UNREADABLE,
                    "the value of " + value.length + " bytes ends or breaks before" + end(writer));
        } else if (in.remaining() > 0) {
            into.reject(Rejection.UNREADABLE, in.remaining() + " bytes follow" + end(writer));
        } else if (mapping.each().isPresent() && !into.isPack()) {
            into.reject(
                    Rejection.UNREADABLE,
                    "there is no array at " + mapping.each().get() + ", whose elements are the readings");
        }
    }

    private String end(AvroWriter writer) {
        return " the end of the schema " + writer.schema().getFullName() + " that it was written with, "
                + lastId.map(SchemaId::toString).orElse("");
    }

    private AvroWriter compiled() {
        if (last.compiled.isEmpty()) {
            Schema schema = ((Found) last.lookup).schema();
            last.compiled = Optional.of(new AvroWriter(schema, new AvroCompiler(walk).compile(schema, tree)));
        }
        return last.compiled.get();
    }

    @Override
    public Optional<String> nearest(FieldPath path) {
        return last.compiled.flatMap(writer -> writer.nearest(path));
    }
}
