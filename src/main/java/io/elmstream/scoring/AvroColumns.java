package io.elmstream.scoring;

import io.elmstream.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an Avro file that matter.
 *
 * @param needed the schema of records with these fields only
 * @param features the positions of the features in such a record
 * @param keptAt the positions of the kept columns
 * @param kept the kept columns
 */
record AvroColumns(Schema needed, int[] features, int[] keptAt, List<Column> kept) {

    static AvroColumns of(Path path, Schema file, List<String> features, List<KeptColumn> keep) {
        if (file.getType() != Type.RECORD) {
            throw new DataException(
                    TableFile.IN,
                    TableFile.IN + " " + path + " does not hold records, but values of type " + file.getType());
        }
        Map<String, Schema.Field> fields = new LinkedHashMap<>();
        Wanted wanted = new Wanted(
                path, file.getFields().stream().map(Schema.Field::name).toList(), features, keep);
        for (String name : features) {
            wanted.require(name);
            requireNumber(path, file.getField(name));
            fields.putIfAbsent(name, copy(file.getField(name)));
        }
        List<Column> kept = new ArrayList<>();
        for (KeptColumn column : keep) {
            wanted.require(column.name());
            fields.putIfAbsent(column.name(), copy(file.getField(column.name())));
            kept.add(new Column(column.as(), keptType(path, file.getField(column.name()))));
        }
        Schema needed = Schema.createRecord(
                file.getName(), file.getDoc(), file.getNamespace(), false, List.copyOf(fields.values()));
        return new AvroColumns(
                needed,
                features.stream().mapToInt(name -> needed.getField(name).pos()).toArray(),
                keep.stream()
                        .mapToInt(column -> needed.getField(column.name()).pos())
                        .toArray(),
                List.copyOf(kept));
    }

    /** Hands over a record as a row. */
    void row(IndexedRecord record, RowSink sink) throws IOException {
        float[] row = new float[features.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = record.get(features[j]) instanceof Number number ? number.floatValue() : Float.NaN;
        }
        @Nullable Object[] values = keptAt.length == 0 ? RowSink.NOTHING : new Object[keptAt.length];
        for (int k = 0; k < values.length; k++) {
            Object value = record.get(keptAt[k]);
            values[k] = value != null && kept.get(k).type() == ColumnType.TEXT ? value.toString() : value;
        }
        sink.row(row, 0, values);
    }

    private static Schema.Field copy(Schema.Field field) {
        return new Schema.Field(field, field.schema());
    }

    private static void requireNumber(Path path, Schema.Field field) {
        Type type = plain(field).map(Schema::getType).orElse(Type.UNION);
        if (type != Type.INT && type != Type.LONG && type != Type.FLOAT && type != Type.DOUBLE) {
            throw new DataException(
                    TableFile.IN,
                    TableFile.IN + " " + path + ", field \"" + field.name() + "\" is of type " + field.schema()
                            + ", a feature must be int, long, float or double, or null and one of these");
        }
    }

    private static ColumnType keptType(Path path, Schema.Field field) {
        return plain(field)
                .flatMap(AvroColumns::type)
                .orElseThrow(() -> new DataException(
                        "--keep",
                        "--keep: " + path + ", field \"" + field.name() + "\" is of type " + field.schema()
                                + ", only texts, numbers, booleans, dates and timestamps can be kept"));
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
