package io.elmstream.tables;

import io.elmstream.data.DataException;
import io.elmstream.tables.Uses.Use;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an Avro file that matter.
 *
 * @param needed the schema of records with these fields only
 * @param fields what is read of each, in its order
 * @param features the number of features
 * @param kept the types of the kept columns
 */
record AvroColumns(Schema needed, List<Field> fields, int features, List<ColumnType> kept) {

    /**
     * What is read of a field.
     *
     * @param use what it is used for
     * @param type the type of its values
     */
    record Field(Use use, ColumnType type) {}

    static AvroColumns of(FileName name, Schema file, Uses uses) {
        List<Schema.Field> copies = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        ColumnType[] kept = new ColumnType[uses.keeps()];
        uses.byColumn().forEach((column, use) -> {
            Schema.Field field = file.getField(column);
            if (use.feature() != Uses.NONE) {
                requireNumber(name, field);
            }
            ColumnType type = type(field).orElseThrow(() -> cannotBeKept(name, field));
            copies.add(copy(field));
            fields.add(new Field(use, type));
            if (use.kept() != Uses.NONE) {
                kept[use.kept()] = type;
            }
        });
        Schema needed = Schema.createRecord(file.getName(), file.getDoc(), file.getNamespace(), false, copies);
        return new AvroColumns(needed, List.copyOf(fields), uses.features(), List.of(kept));
    }

    /**
     * Hands over a record as a row.
     *
     * @param row receives the features
     */
    void read(IndexedRecord record, float[] row, RowSink sink) throws IOException {
        @Nullable Object[] values = kept.isEmpty() ? RowSink.NOTHING : new Object[kept.size()];
        double[] exact = sink.exact();
        for (int j = 0; j < fields.size(); j++) {
            Field field = fields.get(j);
            Use use = field.use();
            Object value = record.get(j);
            if (use.feature() != Uses.NONE) {
                row[use.feature()] = value instanceof Number number
                        ? number.floatValue()
                        : value instanceof Boolean word ? (word ? 1 : 0) : Float.NaN;
                if (exact.length > 0) {
                    exact[use.feature()] = value instanceof Number number ? number.doubleValue() : row[use.feature()];
                }
            }
            if (use.category() != null) {
                use.category().encode(value == null ? null : field.type().text(value), row, 0);
            }
            if (use.kept() != Uses.NONE) {
                values[use.kept()] = value != null && field.type() == ColumnType.TEXT ? value.toString() : value;
            }
        }
        sink.row(row, 0, values);
    }

    private static Schema.Field copy(Schema.Field field) {
        return new Schema.Field(field, field.schema());
    }

    private static void requireNumber(FileName name, Schema.Field field) {
        Type type = plain(field).map(Schema::getType).orElse(Type.UNION);
        if (type != Type.INT
                && type != Type.LONG
                && type != Type.FLOAT
                && type != Type.DOUBLE
                && type != Type.BOOLEAN) {
            throw name.problem(", field \"" + field.name() + "\" is of type " + field.schema()
                    + ", a feature must be int, long, float or double, or boolean, or null and one of these");
        }
    }

    private static DataException cannotBeKept(FileName name, Schema.Field field) {
        return name.problem(", field \"" + field.name() + "\" is of type " + field.schema()
                + ", only texts, numbers, booleans, dates and timestamps can be read");
    }

    /** Returns the type of the values of a field; empty if they cannot be read. */
    static Optional<ColumnType> type(Schema.Field field) {
        return plain(field).flatMap(AvroColumns::type);
    }

    private static Optional<ColumnType> type(Schema schema) {
        String logical =
                schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
        return switch (schema.getType()) {
            case STRING, ENUM -> Optional.of(ColumnType.TEXT);
            case BOOLEAN -> Optional.of(ColumnType.BOOLEAN);
            case INT -> Optional.of(logical.equals("date") ? ColumnType.DATE : ColumnType.INT);
            case LONG ->
                Optional.of(
                        switch (logical) {
                            case "timestamp-millis" -> ColumnType.MILLIS;
                            case "timestamp-micros" -> ColumnType.MICROS;
                            case "timestamp-nanos" -> ColumnType.NANOS;
                            case "local-timestamp-millis" -> ColumnType.LOCAL_MILLIS;
                            case "local-timestamp-micros" -> ColumnType.LOCAL_MICROS;
                            case "local-timestamp-nanos" -> ColumnType.LOCAL_NANOS;
                            default -> ColumnType.LONG;
                        });
            case FLOAT -> Optional.of(ColumnType.FLOAT);
            case DOUBLE -> Optional.of(ColumnType.DOUBLE);
            default -> Optional.empty();
        };
    }

    /** Returns the type of a field that may be null as well; empty for other unions. */
    private static Optional<Schema> plain(Schema.Field field) {
        if (!field.schema().isUnion()) {
            return Optional.of(field.schema());
        }
        List<Schema> others = field.schema().getTypes().stream()
                .filter(type -> type.getType() != Type.NULL)
                .toList();
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }
}
