package io.elmstream.scoring;

import io.elmstream.tables.ColumnType;
import io.elmstream.tables.ParquetInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** A Parquet file, compressed by Snappy, with a row group for each part. */
final class ParquetTarget implements TableTarget {

    private final PredictedColumns columns;
    private final MessageType schema;
    private final ParquetProperties properties;

    ParquetTarget(PredictedColumns columns) {
        this.columns = columns;
        this.schema = schema(columns);
        ParquetProperties.Builder builder = ParquetProperties.builder()
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
                // probabilities hardly repeat
                .withDictionaryEncoding(PredictedColumns.CONFIDENCE, false);
        columns.labels().forEach(label -> builder.withDictionaryEncoding(PredictedColumns.probability(label), false));
        this.properties = builder.build();
    }

    @Override
    public PartWriter open(OutputStream part) throws IOException {
        return new Part(writer(part));
    }

    @Override
    public void join(List<Path> parts, OutputStream whole) throws IOException {
        try (ParquetFileWriter writer = writer(new Unclosed(whole))) {
            writer.start();
            for (Path part : parts) {
                try (ParquetFileReader reader = ParquetFileReader.open(new ParquetInput(part))) {
                    reader.appendTo(writer);
                }
            }
            writer.end(Map.of());
        }
    }

    private ParquetFileWriter writer(OutputStream stream) throws IOException {
        return new ParquetFileWriter(
                new ParquetStream(stream),
                schema,
                ParquetFileWriter.Mode.CREATE,
                Long.MAX_VALUE,
                0,
                properties.getColumnIndexTruncateLength(),
                properties.getStatisticsTruncateLength(),
                properties.getPageWriteChecksumEnabled());
    }

    private static MessageType schema(PredictedColumns columns) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        for (Column column : columns.kept()) {
            schema.optional(stored(column.type())).as(logical(column.type())).named(column.name());
        }
        schema.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(PredictedColumns.LABEL);
        schema.required(PrimitiveTypeName.FLOAT).named(PredictedColumns.CONFIDENCE);
        if (columns.probabilities()) {
            columns.labels()
                    .forEach(label ->
                            schema.required(PrimitiveTypeName.FLOAT).named(PredictedColumns.probability(label)));
        }
        schema.required(PrimitiveTypeName.INT32).named(PredictedColumns.VERSION);
        if (columns.verified()) {
            schema.required(PrimitiveTypeName.BOOLEAN).named(PredictedColumns.VERIFIED);
        }
        return schema.named("predictions");
    }

    private static PrimitiveTypeName stored(ColumnType type) {
        return switch (type) {
            case TEXT, JSON -> PrimitiveTypeName.BINARY;
            case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
            case INT, DATE -> PrimitiveTypeName.INT32;
            case LONG, MILLIS, MICROS, NANOS, LOCAL_MILLIS, LOCAL_MICROS, LOCAL_NANOS -> PrimitiveTypeName.INT64;
            case FLOAT -> PrimitiveTypeName.FLOAT;
            case DOUBLE -> PrimitiveTypeName.DOUBLE;
        };
    }

    private static @Nullable LogicalTypeAnnotation logical(ColumnType type) {
        return switch (type) {
            case TEXT, JSON -> LogicalTypeAnnotation.stringType();
            case DATE -> LogicalTypeAnnotation.dateType();
            case MILLIS -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS);
            case MICROS -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
            case NANOS -> LogicalTypeAnnotation.timestampType(true, TimeUnit.NANOS);
            case LOCAL_MILLIS -> LogicalTypeAnnotation.timestampType(false, TimeUnit.MILLIS);
            case LOCAL_MICROS -> LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS);
            case LOCAL_NANOS -> LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS);
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> null;
        };
    }

    private final class Part implements PartWriter {

        private final ParquetFileWriter writer;
        private final CodecFactory codecs = new CodecFactory(new Configuration(), properties.getPageSizeThreshold());
        private final ColumnChunkPageWriteStore pages;
        private final ColumnWriteStore store;
        private final ColumnWriter[] fields;
        private final Binary[] labels;
        private long rows;

        private Part(ParquetFileWriter writer) {
            this.writer = writer;
            BytesInputCompressor compressor = codecs.getCompressor(CompressionCodecName.SNAPPY);
            this.pages = ColumnChunkPageWriteStore.builder()
                    .withCompressorProvider(column -> compressor)
                    .withSchema(schema)
                    .withAllocator(properties.getAllocator())
                    .withColumnIndexTruncateLength(properties.getColumnIndexTruncateLength())
                    .withPageWriteChecksumEnabled(properties.getPageWriteChecksumEnabled())
                    .withRowGroupOrdinal(0)
                    .build();
            this.store = properties.newColumnWriteStore(schema, pages, pages);
            this.fields =
                    schema.getColumns().stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
            this.labels = columns.labels().stream().map(Binary::fromString).toArray(Binary[]::new);
        }

        @Override
        public void write(@Nullable Object[] kept, float[] probabilities, int at, int top, boolean verified) {
            int next = 0;
            for (int i = 0; i < kept.length; i++) {
                keep(fields[next++], columns.kept().get(i).type(), kept[i]);
            }
            fields[next++].write(labels[top], 0, 0);
            fields[next++].write(probabilities[at + top], 0, 0);
            if (columns.probabilities()) {
                for (int c = 0; c < labels.length; c++) {
                    fields[next++].write(probabilities[at + c], 0, 0);
                }
            }
            fields[next++].write(columns.version(), 0, 0);
            if (columns.verified()) {
                fields[next].write(verified, 0, 0);
            }
            store.endRecord();
            rows++;
        }

        private static void keep(ColumnWriter field, ColumnType type, @Nullable Object value) {
            if (value == null) {
                field.writeNull(0, 0);
                return;
            }
            switch (type) {
                case TEXT, JSON -> field.write(Binary.fromString(type.text(value)), 0, 1);
                case BOOLEAN -> field.write((boolean) (Boolean) value, 0, 1);
                case INT, DATE -> field.write((int) (Integer) value, 0, 1);
                case LONG, MILLIS, MICROS, NANOS, LOCAL_MILLIS, LOCAL_MICROS, LOCAL_NANOS ->
                    field.write((long) (Long) value, 0, 1);
                case FLOAT -> field.write((float) (Float) value, 0, 1);
                case DOUBLE -> field.write((double) (Double) value, 0, 1);
            }
        }

        @Override
        public void close() throws IOException {
            try (writer;
                    pages) {
                writer.start();
                if (rows > 0) {
                    writer.startBlock(rows);
                    store.flush();
                    pages.flushToFileWriter(writer);
                    writer.endBlock();
                }
                writer.end(Map.of());
            } finally {
                store.close();
                codecs.release();
            }
        }
    }
}
