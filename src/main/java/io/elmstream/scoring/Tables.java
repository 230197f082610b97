package io.elmstream.scoring;

import io.elmstream.data.CsvFile;
import java.io.IOException;

/** Opens tables by their form. */
final class Tables {

    /** A part of a text file, in characters or bytes: enough to work on, and little enough to have many in memory. */
    private static final int LARGEST_PART = 1 << 22;

    private static final int SMALLEST_PART = 1 << 18;

    /** A file has this many parts or more, as long as they are not too small. */
    private static final int PARTS = 64;

    private Tables() {}

    static RowSource source(TableFile in, ScoringModel model, PredictionSettings settings) throws IOException {
        int size = partSize(in.path().toFile().length());
        return switch (in.form()) {
            case CSV ->
                new CsvSource(
                        CsvFile.of(TableFile.IN, in.path(), settings.charset()),
                        model.features(),
                        settings.keep(),
                        size);
            case JSON_LINES ->
                new JsonLinesSource(
                        in.path(),
                        in.packing(),
                        model.features(),
                        model.packed().acceptsMissing(),
                        settings.keep(),
                        size);
            case AVRO -> new AvroSource(in.path(), model.features(), settings.keep());
            case PARQUET -> new ParquetSource(in.path(), model.features(), settings.keep());
        };
    }

    static TableTarget target(TableFile out, PredictedColumns columns) {
        return switch (out.form()) {
            case CSV -> new CsvTarget(columns, out.packing());
            case JSON_LINES -> new JsonLinesTarget(columns, out.packing());
            case AVRO -> new AvroTarget(columns);
            case PARQUET -> new ParquetTarget(columns);
        };
    }

    static int partSize(long bytes) {
        return (int) Math.max(SMALLEST_PART, Math.min(LARGEST_PART, bytes / PARTS));
    }
}
