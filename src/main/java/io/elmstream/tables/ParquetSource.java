package io.elmstream.tables;

import io.elmstream.data.DataException;
import java.io.IOException;
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

/** A pass over a Parquet file. A part is a row group, of which only the columns that matter are read. */
final class ParquetSource implements RowSource {

    private final ParquetFile file;
    private final ParquetColumns columns;
    private int next;
    private long bytesRead;

    ParquetSource(ParquetFile file, ParquetColumns columns) {
        this.file = file;
        this.columns = columns;
    }

    @Override
    public List<ColumnType> kept() {
        return columns.kept();
    }

    @Override
    public Optional<RowPart> next() {
        List<BlockMetaData> groups = file.footer().getBlocks();
        // some programs write groups without rows, which Parquet's reader refuses
        while (next < groups.size() && groups.get(next).getRowCount() == 0) {
            next++;
        }
        if (next == groups.size()) {
            return Optional.empty();
        }
        int group = next++;
        bytesRead += groups.get(group).getCompressedSize();
        return Optional.of(new RowPart(file, rows -> read(group, rows)));
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {}

    private void read(int group, RowSink rows) throws IOException {
        // a reader of its own, since readers share their decompressors
        try (ParquetFileReader reader = new ParquetFileReader(
                file.content(), file.footer(), options(), file.content().newStream())) {
            reader.setRequestedSchema(columns.needed());
            PageReadStore pages = reader.readRowGroup(group);
            ColumnReadStore store = new ColumnReadStoreImpl(
                    pages,
                    new DummyRecordConverter(columns.needed()).getRootConverter(),
                    columns.needed(),
                    file.footer().getFileMetaData().getCreatedBy());
            columns.read(store, pages.getRowCount(), rows);
        } catch (RuntimeException e) {
            throw e instanceof DataException ? e : file.name().unreadable(e);
        }
    }

    private ParquetReadOptions options() {
        return ParquetReadOptions.builder()
                // Parquet does not by default; a damaged page would be other numbers
                .usePageChecksumVerification(true)
                .withCodecFactory(new ParquetCodecs(file.name(), ParquetProperties.DEFAULT_PAGE_SIZE))
                .build();
    }
}
