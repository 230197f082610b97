package io.elmstream.readings;

import io.elmstream.wire.SchemaWalk;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Compiles a writer's schema against a tree of paths into steps. The tree bounds their depth, also if the schema is
 * recursive; steps for the same type and the same node are shared, or there could be any number of them.
 */
final class AvroCompiler {

    private final SchemaWalk walk;
    private final IdentityHashMap<PathTree, IdentityHashMap<Schema, AvroStep>> compiled = new IdentityHashMap<>();

    /** @param walk skips what is not needed, and limits the steps for a value */
    AvroCompiler(SchemaWalk walk) {
        this.walk = walk;
    }

    /** Returns the step for values of a schema, of which a node says what is needed. */
    AvroStep compile(Schema schema, PathTree node) {
        IdentityHashMap<Schema, AvroStep> ofNode = compiled.computeIfAbsent(node, first -> new IdentityHashMap<>());
        AvroStep known = ofNode.get(schema);
        if (known == null) {
            known = step(schema, node);
            ofNode.put(schema, known);
        }
        return known;
    }

    private AvroStep step(Schema schema, PathTree node) {
        return switch (schema.getType()) {
            case UNION -> union(schema, node);
            case RECORD -> node.hasNames() ? others(node, "a record", record(schema, node)) : other(schema, node);
            case ARRAY -> node.hasElements() ? others(node, "an array", array(schema, node)) : other(schema, node);
            case MAP -> node.hasNames() ? others(node, "a map", map(schema, node)) : other(schema, node);
            default -> AvroScalars.step(schema, node.targets());
        };
    }

    private AvroStep union(Schema schema, PathTree node) {
        AvroStep[] branches =
                schema.getTypes().stream().map(branch -> compile(branch, node)).toArray(AvroStep[]::new);
        return (in, into, row) -> {
            int branch = in.readIndex(branches.length);
            // a union may have no branch at all
            if (!in.failed()) {
                branches[branch].read(in, into, row);
            }
        };
    }

    private AvroStep record(Schema schema, PathTree node) {
        List<AvroStep> steps = new ArrayList<>();
        List<Schema.Field> fields = schema.getFields();
        for (int i = 0; i < fields.size(); ) {
            AvroNumbers.Builder numbers = new AvroNumbers.Builder();
            while (i < fields.size()
                    && numbers.takes(
                            fields.get(i).schema(), node.name(fields.get(i).name()))) {
                i++;
            }
            if (!numbers.isEmpty()) {
                steps.add(numbers.build());
                continue;
            }
            Schema.Field field = fields.get(i++);
            PathTree child = node.name(field.name());
            steps.add(child == null ? skip(field.schema()) : compile(field.schema(), child));
        }
        AvroStep[] all = steps.toArray(AvroStep[]::new);
        return (in, into, row) -> {
            walk.take(all.length);
            for (int i = 0; i < all.length && !in.failed(); i++) {
                all[i].read(in, into, row);
            }
        };
    }

    private AvroStep array(Schema schema, PathTree node) {
        PathTree each = node.each();
        return each == null
                ? new AvroElements(walk, schema.getElementType(), node, this)
                : pack(compile(schema.getElementType(), each));
    }

    private AvroStep pack(AvroStep reading) {
        return (in, into, row) -> {
            into.pack();
            for (long left = in.readBlockCount(); left > 0; left = in.readBlockCount()) {
                for (; left > 0 && !in.failed(); left--) {
                    int added = into.addReading();
                    if (into.rejection().isPresent()) {
                        in.fail();
                    } else {
                        reading.read(in, into, added);
                    }
                }
            }
        };
    }

    private AvroStep map(Schema schema, PathTree node) {
        Schema type = schema.getValueType();
        Utf8Keys<AvroStep> values = new Utf8Keys<>();
        node.wantedNames().forEach(name -> values.put(name, compile(type, node.child(name))));
        AvroStep skip = skip(type);
        return (in, into, row) -> {
            for (long left = in.readBlockCount(); left > 0; left = in.readBlockCount()) {
                for (; left > 0 && !in.failed(); left--) {
                    walk.take(1);
                    int length = in.readLength();
                    int from = in.position();
                    in.skip(length);
                    AvroStep wanted = in.failed() ? null : values.get(in.bytes(), from, from + length);
                    (wanted == null ? skip : wanted).read(in, into, row);
                }
            }
        };
    }

    AvroStep skip(Schema schema) {
        return (in, into, row) -> walk.skip(schema);
    }

    private AvroStep other(Schema schema, PathTree node) {
        return others(node, AvroScalars.name(schema), skip(schema));
    }

    /** Lets the targets of a node know that there is a value that is no scalar. */
    private static AvroStep others(PathTree node, String type, AvroStep step) {
        Target[] targets = node.targets().toArray(Target[]::new);
        if (targets.length == 0) {
            return step;
        }
        return (in, into, row) -> {
            for (Target target : targets) {
                target.other(into, row, type);
            }
            step.read(in, into, row);
        };
    }
}
