package io.elmstream.scoring;

import io.elmstream.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;

/** A Parquet file. A part is a row group, of which only the columns that matter are read. */
final class ParquetSource implements RowSource {

    private final Path path;
    private final InputFile file;
    private final ParquetMetadata footer;
    private final ParquetColumns columns;
    private int next;
    private long bytesRead;

    /**
     * Opens a file.
     *
     * @throws DataException if it is no Parquet file, or lacks a column
     */
    ParquetSource(Path path, List<String> features, List<KeptColumn> keep) throws IOException {
        this.path = path;
        this.file = new ParquetInput(path);
        try (ParquetFileReader reader = ParquetFileReader.open(file)) {
            this.footer = reader.getFooter();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
        this.columns = ParquetColumns.of(path, footer.getFileMetaData().getSchema(), features, keep);
    }

    @Override
    public List<Column> kept() {
        return columns.kept();
    }

    @Override
    public Optional<RowPart> next() {
        // some programs write groups without rows, which Parquet's reader refuses
        while (next < footer.getBlocks().size() && footer.getBlocks().get(next).getRowCount() == 0) {
            next++;
        }
        if (next == footer.getBlocks().size()) {
            return Optional.empty();
        }
        int group = next++;
        BlockMetaData block = footer.getBlocks().get(group);
        bytesRead += block.getCompressedSize();
        return Optional.of(rows -> read(group, rows));
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {}

    private void read(int group, RowSink rows) throws IOException {
        // a reader of its own, since readers share their decompressors
        try (ParquetFileReader reader = new ParquetFileReader(file, footer, options(), file.newStream())) {
            reader.setRequestedSchema(columns.needed());
            PageReadStore pages = reader.readRowGroup(group);
            ColumnReadStore store = new ColumnReadStoreImpl(
                    pages,
                    new DummyRecordConverter(columns.needed()).getRootConverter(),
                    columns.needed(),
                    footer.getFileMetaData().getCreatedBy());
            columns.read(store, pages.getRowCount(), rows);
        } catch (RuntimeException e) {
            throw e instanceof DataException ? e : unreadable(e);
        }
    }

    private ParquetReadOptions options() {
        return ParquetReadOptions.builder()
                // Parquet does not by default; a damaged page would be other numbers
                .usePageChecksumVerification(true)
                .withCodecFactory(new ParquetCodecs(path.toString(), ParquetProperties.DEFAULT_PAGE_SIZE))
                .build();
    }

    private DataException unreadable(RuntimeException cause) {
        return new DataException(
                TableFile.IN, TableFile.IN + " " + path + " cannot be read: " + cause.getMessage(), cause);
    }
}
