package io.elmstream.readings;

import io.elmstream.data.Names;
import io.elmstream.readings.FieldPath.Name;
import io.elmstream.readings.FieldPath.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The schema that values were written with, and the walk over them.
 *
 * @param schema of the values
 * @param root reads a value
 */
record AvroWriter(Schema schema, AvroStep root) {

    /** Returns the path of the field that is likely meant by a path which the schema does not have. */
    Optional<String> nearest(FieldPath path) {
        List<Schema> at = branches(schema);
        FieldPath known = FieldPath.ROOT;
        for (Step step : path.steps()) {
            List<Schema> down = at.stream().flatMap(each -> down(each, step)).toList();
            if (down.isEmpty()) {
                return step instanceof Name name
                        ? nearest(name.name(), at).map(known::named).map(FieldPath::toString)
                        : Optional.empty();
            }
            at = down;
            known = known.then(step);
        }
        return Optional.empty();
    }

    private static Optional<String> nearest(String name, List<Schema> among) {
        List<String> names = among.stream()
                .filter(each -> each.getType() == Schema.Type.RECORD)
                .flatMap(each -> each.getFields().stream())
                .map(Schema.Field::name)
                .toList();
        return Names.nearest(name, names);
    }

    private static Stream<Schema> down(Schema from, Step step) {
        Optional<Schema> to = Optional.empty();
        if (step instanceof Name name) {
            if (from.getType() == Schema.Type.MAP) {
                to = Optional.of(from.getValueType());
            } else if (from.getType() == Schema.Type.RECORD) {
                to = Optional.ofNullable(from.getField(name.name())).map(Schema.Field::schema);
            }
        } else if (from.getType() == Schema.Type.ARRAY) {
            to = Optional.of(from.getElementType());
        }
        return to.stream().flatMap(schema -> branches(schema).stream());
    }

    private static List<Schema> branches(Schema schema) {
        return schema.isUnion() ? schema.getTypes() : List.of(schema);
    }
}
