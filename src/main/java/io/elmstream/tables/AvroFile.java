package io.elmstream.tables;

import io.elmstream.data.CountedStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;

/** An Avro container file of records, of which the fields are the columns. */
final class AvroFile implements TableSource {

    private final FileName name;
    private final Path path;
    private final Schema schema;

    AvroFile(FileName name, Path path) throws IOException {
        this.name = name;
        this.path = path;
        try (DataFileStream<IndexedRecord> file = stream(new CountedStream(Files.newInputStream(path)))) {
            this.schema = file.getSchema();
        }
        if (schema.getType() != Schema.Type.RECORD) {
            throw name.problem(" does not hold records, but values of type " + schema.getType());
        }
    }

    @Override
    public FileName name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return schema.getFields().stream().map(Schema.Field::name).toList();
    }

    @Override
    public boolean isReadable(String column) {
        return AvroColumns.type(schema.getField(column)).isPresent();
    }

    @Override
    public RowSource open(Wanted wanted, int partSize) throws IOException {
        AvroColumns columns = AvroColumns.of(name, schema, Uses.of(this, wanted));
        CountedStream bytes = new CountedStream(Files.newInputStream(path));
        return new AvroSource(this, stream(bytes), bytes, columns);
    }

    /** Returns the records; closes the bytes if they are none. */
    private DataFileStream<IndexedRecord> stream(CountedStream bytes) throws IOException {
        try {
            return new DataFileStream<>(bytes, new GenericDatumReader<>());
        } catch (IOException | AvroRuntimeException e) {
            bytes.close();
            throw name.unreadable(e);
        }
    }
}
