package io.elmstream.tables;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A Parquet file. */
final class ParquetFile implements TableSource {

    private final FileName name;
    private final InputFile content;
    private final ParquetMetadata footer;

    ParquetFile(FileName name, Path path) throws IOException {
        this.name = name;
        this.content = new ParquetInput(path);
        try (ParquetFileReader reader = ParquetFileReader.open(content)) {
            this.footer = reader.getFooter();
        } catch (RuntimeException e) {
            throw name.unreadable(e);
        }
    }

    @Override
    public FileName name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return schema().getFields().stream().map(Type::getName).toList();
    }

    @Override
    public boolean isReadable(String column) {
        return ParquetColumn.type(schema().getType(column)).isPresent();
    }

    @Override
    public RowSource open(Wanted wanted, int partSize) {
        return new ParquetSource(this, ParquetColumns.of(name, schema(), Uses.of(this, wanted)));
    }

    InputFile content() {
        return content;
    }

    ParquetMetadata footer() {
        return footer;
    }

    private MessageType schema() {
        return footer.getFileMetaData().getSchema();
    }
}
