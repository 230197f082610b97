package io.elmstream.tables;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a Parquet file that matter.
 *
 * @param needed the schema with these columns only
 * @param columns what is read of each
 * @param features the number of features
 * @param kept the types of the kept columns
 */
record ParquetColumns(MessageType needed, List<ParquetColumn> columns, int features, List<ColumnType> kept) {

    private static final int BATCH = 256;

    static ParquetColumns of(FileName name, MessageType file, Uses uses) {
        List<Type> fields = new ArrayList<>();
        List<ParquetColumn> columns = new ArrayList<>();
        ColumnType[] kept = new ColumnType[uses.keeps()];
        uses.byColumn().forEach((column, use) -> {
            Type field = file.getType(column);
            ParquetColumn read = ParquetColumn.of(name, field, use);
            fields.add(field);
            columns.add(read);
            if (use.kept() != Uses.NONE) {
                kept[use.kept()] = read.type();
            }
        });
        return new ParquetColumns(
                new MessageType(file.getName(), fields), List.copyOf(columns), uses.features(), List.of(kept));
    }

    /** Reads the rows of a row group, column by column in batches. */
    void read(ColumnReadStore store, long count, RowSink rows) throws IOException {
        List<ParquetColumn.Reader> readers =
                columns.stream().map(column -> column.reader(needed, store)).toList();
        double[] exact = rows.exact();
        Batch batch = new Batch(
                new float[BATCH * features],
                new double[exact.length == 0 ? 0 : BATCH * features],
                features,
                new Object[BATCH][]);
        for (long done = 0; done < count; done += BATCH) {
            int size = (int) Math.min(BATCH, count - done);
            for (int i = 0; i < size; i++) {
                batch.kept[i] = kept.isEmpty() ? RowSink.NOTHING : new Object[kept.size()];
            }
            for (ParquetColumn.Reader reader : readers) {
                reader.read(size, batch);
            }
            for (int i = 0; i < size; i++) {
                System.arraycopy(batch.exact, exact.length == 0 ? 0 : i * features, exact, 0, exact.length);
                rows.row(batch.rows, i * features, batch.kept[i]);
            }
        }
    }

    /**
     * Rows that are read column by column.
     *
     * @param rows the features, row-major
     * @param exact the same before they are rounded to floats; empty if they are not needed
     * @param width the features of a row
     * @param kept the kept values by row
     */
    @SuppressWarnings("ArrayRecordComponent") // filled in place
    record Batch(
            float[] rows,
            double[] exact,
            int width,
            @Nullable Object[][] kept) {}
}
