package io.elmstream.scoring;

import static io.elmstream.scoring.Predictions.lines;
import static io.elmstream.scoring.Predictions.model;
import static io.elmstream.scoring.Predictions.run;
import static io.elmstream.scoring.Predictions.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.data.DataException;
import io.elmstream.support.SmallModel;
import io.elmstream.tables.ParquetInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary forms of tables: what goes through them is what goes through CSV. */
class FormsTest {

    private static final int ROWS = 5_000;
    private static final long DAY = 86_400_000L;

    private static ScoringModel model;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        model = model(SmallModel.artefact(1));
    }

    @Test
    void shouldReadAvro() throws IOException {
        // Given
        Path avro = avro();

        // When
        FilePrediction.Result result =
                run(model, avro, folder.resolve("avro.csv"), settings("name", "day", "at", "count"));

        // Then
        run(model, csv(), folder.resolve("csv.csv"), settings("name", "day", "at", "count"));
        assertThat(result).isEqualTo(new FilePrediction.Result(ROWS, 1, 0));
        assertThat(lines(folder.resolve("avro.csv"))).isEqualTo(lines(folder.resolve("csv.csv")));
        assertThat(lines(FilePrediction.rejectedFile(folder.resolve("avro.csv")))
                        .get(0))
                .contains("\"row\":8,\"reason\":\"MISSING\"");
    }

    @Test
    void shouldGoThroughParquetAndAvroAndBack() throws IOException {
        // Given
        Path avro = avro();
        // predictions with the columns of the model make an input of each form
        Path parquet = folder.resolve("features.parquet");
        List<String> keep = new ArrayList<>(List.of("name", "day", "at", "count", "flag"));
        model.features().forEach(feature -> keep.add(feature));

        // When
        run(model, avro, parquet, settings(keep.toArray(String[]::new)));
        run(model, parquet, folder.resolve("from.parquet"), settings("name", "day", "at", "count", "flag"));
        run(model, parquet, folder.resolve("from.avro"), settings("name", "day", "at", "count", "flag"));
        run(model, parquet, folder.resolve("from.csv"), settings("name", "day", "at", "count", "flag"));

        // Then
        run(model, avro, folder.resolve("avro.csv"), settings("name", "day", "at", "count", "flag"));
        assertThat(lines(folder.resolve("from.csv"))).isEqualTo(lines(folder.resolve("avro.csv")));
        List<GenericRecord> records = records(folder.resolve("from.avro"));
        assertThat(records).hasSize(ROWS - 1);
        assertThat(records.get(2).get("name")).hasToString("sensor 2");
        assertThat(records.get(2).get("day")).isEqualTo(2);
        assertThat(records.get(2).get("at")).isEqualTo(2 * DAY + 5);
        assertThat(records.get(3).get("count")).isNull();
        assertThat((Map<?, ?>) records.get(0).get("probabilities")).hasSameSizeAs(model.labels());
        assertThat(records.get(0)
                        .getSchema()
                        .getField("at")
                        .schema()
                        .getTypes()
                        .get(1)
                        .getLogicalType())
                .isEqualTo(LogicalTypes.timestampMillis());
    }

    /** Files of pyarrow 25 and the same rows as CSV, with a time without a zone, and texts in a dictionary. */
    @ParameterizedTest
    @ValueSource(strings = {"pyarrow-gzip.parquet", "pyarrow-zstd-2.parquet"})
    void shouldReadParquetFilesOfOtherPrograms(String name) throws IOException {
        // Given
        Path files = Path.of("src/test/resources/parquet");
        Path kept = folder.resolve("kept.parquet");

        // When
        FilePrediction.Result result =
                run(model, files.resolve(name), folder.resolve("parquet.csv"), settings("at", "id", "sensor4"));
        run(model, files.resolve(name), kept, settings("at"));

        // Then
        run(model, files.resolve("rows.csv"), folder.resolve("csv.csv"), settings("at", "id", "sensor4"));
        assertThat(result).isEqualTo(new FilePrediction.Result(200, 1, 0));
        assertThat(lines(folder.resolve("parquet.csv"))).isEqualTo(lines(folder.resolve("csv.csv")));
        assertThat(lines(FilePrediction.rejectedFile(folder.resolve("parquet.csv"))))
                .singleElement()
                .asString()
                .contains("\"row\":18,\"reason\":\"MISSING\",\"field\":\"sensor9\"");
        try (ParquetFileReader reader = ParquetFileReader.open(new ParquetInput(kept))) {
            assertThat(reader.getFileMetaData().getSchema().getType("at").getLogicalTypeAnnotation())
                    .isEqualTo(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
        }
    }

    @Test
    void shouldSkipGroupsWithoutRowsInParquet() throws IOException {
        // Given: groups without rows before and behind the others, as some programs write them
        Path whole = folder.resolve("whole.parquet");
        run(model, avro(), whole, settings(model.features().toArray(String[]::new)));
        Path gaps = folder.resolve("gaps.parquet");
        withEmptyGroups(whole, gaps);

        // When
        FilePrediction.Result result = run(model, gaps, folder.resolve("gaps.csv"), settings());

        // Then
        run(model, whole, folder.resolve("whole.csv"), settings());
        assertThat(result).isEqualTo(new FilePrediction.Result(ROWS - 1, 0, 0));
        assertThat(lines(folder.resolve("gaps.csv"))).isEqualTo(lines(folder.resolve("whole.csv")));
    }

    /** Replaces the footer of a file. */
    private static void withEmptyGroups(Path from, Path to) throws IOException {
        ParquetMetadata footer;
        try (ParquetFileReader reader = ParquetFileReader.open(new ParquetInput(from))) {
            footer = reader.getFooter();
        }
        BlockMetaData empty = new BlockMetaData();
        footer.getBlocks().get(0).getColumns().forEach(empty::addColumn);
        List<BlockMetaData> blocks = new ArrayList<>(footer.getBlocks());
        blocks.add(0, empty);
        blocks.add(empty);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Util.writeFileMetaData(
                new ParquetMetadataConverter()
                        .toParquetMetadata(1, new ParquetMetadata(footer.getFileMetaData(), blocks)),
                text);
        byte[] bytes = Files.readAllBytes(from);
        ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        end.putInt(text.size()).put("PAR1".getBytes(StandardCharsets.US_ASCII));
        try (OutputStream out = Files.newOutputStream(to)) {
            out.write(bytes, 0, bytes.length - 8 - length);
            out.write(text.toByteArray());
            out.write(end.array());
        }
    }

    @Test
    void shouldRefuseColumnsThatAreNoNumbers() throws IOException {
        // Given
        Path avro = folder.resolve("texts.avro");
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Row").fields();
        for (String feature : model.features()) {
            fields = fields.requiredString(feature);
        }
        Schema schema = fields.endRecord();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, avro.toFile());
        }
        Path noParquet = Files.writeString(folder.resolve("no.parquet"), "text that is no Parquet file");
        Path noAvro = Files.writeString(folder.resolve("no.avro"), "text that is no Avro file");

        // When, then
        assertThatThrownBy(() -> run(model, avro, folder.resolve("out.csv"), settings()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a feature must be int, long, float or double");
        assertThatThrownBy(() -> run(model, noParquet, folder.resolve("out.csv"), settings()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no.parquet cannot be read");
        assertThatThrownBy(() -> run(model, noAvro, folder.resolve("out.csv"), settings()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no.avro cannot be read");
    }

    @Test
    void shouldRefuseAvroFilesThatAreCutOff() throws IOException {
        // Given
        byte[] whole = Files.readAllBytes(avro());
        List<Long> ends = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(avro().toFile(), new GenericDatumReader<>())) {
            while (reader.hasNext()) {
                reader.nextBlock();
                ends.add(reader.previousSync());
            }
        }
        int from = ends.get(1).intValue();
        int to = ends.get(2).intValue();
        Path out = folder.resolve("out.csv");

        // When, then
        for (int length : List.of(from + 1, from + 2, from + 5, (from + to) / 2, to - 16, to - 1, whole.length - 1)) {
            Path cut = Files.write(folder.resolve("cut" + length + ".avro"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> run(model, cut, folder.resolve(length + ".csv"), settings()))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("is cut off, damaged or still being written");
        }
        Path atBlock = Files.write(folder.resolve("block.avro"), Arrays.copyOf(whole, to));
        assertThat(run(model, atBlock, out, settings()).rows()).isLessThan(ROWS);
    }

    @Test
    void shouldRefuseAvroFilesThatAreDamaged() throws IOException {
        // Given
        byte[] whole = Files.readAllBytes(avro());
        int end;
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(avro().toFile(), new GenericDatumReader<>())) {
            end = (int) reader.previousSync();
        }
        // the count and the size of the first block stand before
        for (int i = end + 10; i < end + 60; i++) {
            whole[i] = (byte) 0xff;
        }
        Path damaged = Files.write(folder.resolve("damaged.avro"), whole);

        // When, then
        assertThatThrownBy(() -> run(model, damaged, folder.resolve("out.csv"), settings()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("damaged.avro cannot be read");
    }

    /** The same rows as {@link #csv()}; one lacks a feature. */
    private Path avro() throws IOException {
        Schema nullableCount =
                SchemaBuilder.unionOf().nullType().and().longType().endUnion();
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Row").fields().requiredString("name");
        fields = fields.name("day")
                .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
                .noDefault();
        fields = fields.name("at")
                .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault();
        fields = fields.name("count").type(nullableCount).withDefault(null).requiredBoolean("flag");
        for (String feature : model.features()) {
            fields = fields.optionalDouble(feature);
        }
        Schema schema = fields.name("unused")
                .type()
                .array()
                .items()
                .stringType()
                .noDefault()
                .endRecord();
        Path file = folder.resolve("in.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setSyncInterval(1_000).create(schema, file.toFile());
            for (int row = 0; row < ROWS; row++) {
                GenericRecord record = new GenericData.Record(schema);
                record.put("name", "sensor " + row);
                record.put("day", row);
                record.put("at", row * DAY + 5);
                record.put("count", row % 2 == 1 ? null : (long) row);
                record.put("flag", row % 3 == 0);
                record.put("unused", List.of("x", "y"));
                for (int j = 0; j < model.features().size(); j++) {
                    record.put(model.features().get(j), row == 7 && j == 4 ? null : value(row, j));
                }
                writer.append(record);
            }
        }
        return file;
    }

    private Path csv() throws IOException {
        List<String> lines = new ArrayList<>(List.of("name,day,at,count,flag," + String.join(",", model.features())));
        for (int row = 0; row < ROWS; row++) {
            StringBuilder line = new StringBuilder("sensor " + row + "," + LocalDate.ofEpochDay(row) + ","
                    + Instant.ofEpochMilli(row * DAY + 5) + "," + (row % 2 == 1 ? "" : row) + "," + (row % 3 == 0));
            for (int j = 0; j < model.features().size(); j++) {
                line.append(',').append(row == 7 && j == 4 ? "" : value(row, j));
            }
            lines.add(line.toString());
        }
        return Files.write(folder.resolve("in.csv"), lines);
    }

    private static Double value(int row, int feature) {
        return SmallModel.FEATURES.get(feature) + row % 40 * 0.25;
    }

    private static List<GenericRecord> records(Path file) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            reader.forEach(records::add);
        }
        return records;
    }
}
