package io.elmstream.scoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param kept the kept columns in the predictions
 */
record ParquetColumns(MessageType needed, List<ParquetColumn> columns, int features, List<Column> kept) {

    private static final int BATCH = 256;

    static ParquetColumns of(Path path, MessageType file, List<String> features, List<KeptColumn> keep) {
        Wanted wanted =
                new Wanted(path, file.getFields().stream().map(Type::getName).toList(), features, keep);
        Map<String, Type> fields = new LinkedHashMap<>();
        features.forEach(name -> {
            wanted.require(name);
            fields.put(name, file.getType(name));
        });
        keep.forEach(column -> {
            wanted.require(column.name());
            fields.put(column.name(), file.getType(column.name()));
        });
        List<String> kept = keep.stream().map(KeptColumn::name).toList();
        List<ParquetColumn> columns = new ArrayList<>();
        List<Column> types = new ArrayList<>();
        fields.forEach(
                (name, type) -> columns.add(ParquetColumn.of(path, type, features.indexOf(name), kept.indexOf(name))));
        for (KeptColumn column : keep) {
            types.add(new Column(column.as(), ParquetColumn.keptType(path, file.getType(column.name()))));
        }
        return new ParquetColumns(
                new MessageType(file.getName(), List.copyOf(fields.values())), columns, features.size(), types);
    }

    /** Reads the rows of a row group, column by column in batches. */
    void read(ColumnReadStore store, long count, RowSink rows) throws IOException {
        List<ParquetColumn.Reader> readers =
                columns.stream().map(column -> column.reader(needed, store)).toList();
        float[] batch = new float[BATCH * features];
        @Nullable Object[][] values = new Object[BATCH][];
        for (long done = 0; done < count; done += BATCH) {
            int size = (int) Math.min(BATCH, count - done);
            for (int i = 0; i < size; i++) {
                values[i] = kept.isEmpty() ? RowSink.NOTHING : new Object[kept.size()];
            }
            for (ParquetColumn.Reader reader : readers) {
                reader.read(size, batch, features, values);
            }
            for (int i = 0; i < size; i++) {
                rows.row(batch, i * features, values[i]);
            }
        }
    }
}
