package io.elmstream.scoring;

import io.elmstream.data.DataException;
import io.elmstream.tables.ColumnType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** An Avro container file, compressed by deflate; the probabilities are a map by class. */
final class AvroTarget implements TableTarget {

    private final PredictedColumns columns;
    private final AvroParts parts;

    AvroTarget(PredictedColumns columns) {
        this.columns = columns;
        this.parts = new AvroParts(schema(columns));
    }

    @Override
    public PartWriter open(OutputStream part) throws IOException {
        return new Part(parts.open(part));
    }

    @Override
    public void join(List<Path> all, OutputStream whole) throws IOException {
        parts.join(all, whole);
    }

    private static Schema schema(PredictedColumns columns) {
        SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("ScoredRow")
                .namespace("io.elmstream.scoring")
                .fields();
        for (Column column : columns.kept()) {
            if (!column.name().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new DataException(
                        "--keep",
                        "--keep: \"" + column.name() + "\" is no name in Avro, which takes letters,"
                                + " digits and underscores; give it one, such as --keep \"" + column.name() + "="
                                + column.name().replaceAll("[^A-Za-z0-9_]", "_") + "\"");
            }
            Schema type = Schema.createUnion(Schema.create(Schema.Type.NULL), type(column.type()));
            fields = fields.name(column.name()).type(type).withDefault(null);
        }
        fields = fields.requiredString(PredictedColumns.LABEL).requiredFloat(PredictedColumns.CONFIDENCE);
        if (columns.probabilities()) {
            fields = fields.name(PredictedColumns.PROBABILITIES)
                    .type(Schema.createMap(Schema.create(Schema.Type.FLOAT)))
                    .noDefault();
        }
        fields = fields.requiredInt(PredictedColumns.VERSION);
        if (columns.verified()) {
            fields = fields.requiredBoolean(PredictedColumns.VERIFIED);
        }
        return fields.endRecord();
    }

    private static Schema type(ColumnType type) {
        return switch (type) {
            case TEXT, JSON -> Schema.create(Schema.Type.STRING);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case INT -> Schema.create(Schema.Type.INT);
            case LONG -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case MILLIS -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case NANOS -> LogicalTypes.timestampNanos().addToSchema(Schema.create(Schema.Type.LONG));
            case LOCAL_MILLIS -> LogicalTypes.localTimestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case LOCAL_MICROS -> LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case LOCAL_NANOS -> LogicalTypes.localTimestampNanos().addToSchema(Schema.create(Schema.Type.LONG));
            case MICROS -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
        };
    }

    private final class Part implements PartWriter {

        private final DataFileWriter<IndexedRecord> writer;
        private final IndexedRecord record = new GenericData.Record(parts.schema());
        private final Map<String, Float> byLabel = new LinkedHashMap<>();

        private Part(DataFileWriter<IndexedRecord> writer) {
            this.writer = writer;
        }

        @Override
        public void write(@Nullable Object[] kept, float[] probabilities, int at, int top, boolean verified)
                throws IOException {
            int next = 0;
            for (int i = 0; i < kept.length; i++) {
                ColumnType type = columns.kept().get(i).type();
                Object value = kept[i];
                record.put(next++, value != null && type == ColumnType.JSON ? type.text(value) : value);
            }
            record.put(next++, columns.labels().get(top));
            record.put(next++, probabilities[at + top]);
            if (columns.probabilities()) {
                for (int c = 0; c < columns.labels().size(); c++) {
                    byLabel.put(columns.labels().get(c), probabilities[at + c]);
                }
                record.put(next++, byLabel);
            }
            record.put(next++, columns.version());
            if (columns.verified()) {
                record.put(next, verified);
            }
            writer.append(record);
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
