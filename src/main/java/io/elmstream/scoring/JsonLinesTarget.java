package io.elmstream.scoring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.data.Packing;
import io.elmstream.tables.ColumnType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of JSON lines; the probabilities are an object by class. */
final class JsonLinesTarget implements TableTarget {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build());

    private final PredictedColumns columns;
    private final Packing packing;

    JsonLinesTarget(PredictedColumns columns, Packing packing) {
        this.columns = columns;
        this.packing = packing;
    }

    @Override
    public PartWriter open(OutputStream part) throws IOException {
        return new Part(JSON.createGenerator(packing.packed(new BufferedOutputStream(part))));
    }

    @Override
    public void join(List<Path> parts, OutputStream whole) throws IOException {
        for (Path part : parts) {
            Files.copy(part, whole);
        }
    }

    private final class Part implements PartWriter {

        private final JsonGenerator json;

        private Part(JsonGenerator json) {
            this.json = json;
            // each row ends with a line feed, the last one too
            json.setPrettyPrinter(new MinimalPrettyPrinter(""));
        }

        @Override
        public void write(@Nullable Object[] kept, float[] probabilities, int at, int top, boolean verified)
                throws IOException {
            json.writeStartObject();
            for (int i = 0; i < kept.length; i++) {
                json.writeFieldName(columns.kept().get(i).name());
                value(columns.kept().get(i).type(), kept[i]);
            }
            json.writeStringField(PredictedColumns.LABEL, columns.labels().get(top));
            json.writeNumberField(PredictedColumns.CONFIDENCE, probabilities[at + top]);
            if (columns.probabilities()) {
                json.writeObjectFieldStart(PredictedColumns.PROBABILITIES);
                for (int c = 0; c < columns.labels().size(); c++) {
                    json.writeNumberField(columns.labels().get(c), probabilities[at + c]);
                }
                json.writeEndObject();
            }
            json.writeNumberField(PredictedColumns.VERSION, columns.version());
            if (columns.verified()) {
                json.writeBooleanField(PredictedColumns.VERIFIED, verified);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }

        private void value(ColumnType type, @Nullable Object value) throws IOException {
            switch (type) {
                case TEXT, DATE, MILLIS, MICROS, NANOS, LOCAL_MILLIS, LOCAL_MICROS, LOCAL_NANOS -> {
                    if (value == null) {
                        json.writeNull();
                    } else {
                        json.writeString(type.text(value));
                    }
                }
                case BOOLEAN, INT, LONG, FLOAT, DOUBLE, JSON -> json.writePOJO(value);
            }
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }
}
