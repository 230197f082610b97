package io.elmstream.tables;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
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
        try (DataFileReader<IndexedRecord> file = reader()) {
            requireEnd(file.previousSync());
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
        return new AvroSource(this, reader(), Files.size(path), columns);
    }

    /**
     * Checks that the file ends with the marker that ends its header and each of its blocks. Avro takes a block that is
     * cut off for the end of the file, or returns the block before again.
     *
     * @param header where the header ends
     */
    private void requireEnd(long header) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "r")) {
            if (!Arrays.equals(marker(bytes, header), marker(bytes, bytes.length()))) {
                throw name.problem(" is cut off, damaged or still being written: its last block of records has no end");
            }
        }
    }

    private static byte[] marker(RandomAccessFile bytes, long end) throws IOException {
        byte[] marker = new byte[DataFileConstants.SYNC_SIZE];
        bytes.seek(end - marker.length);
        bytes.readFully(marker);
        return marker;
    }

    private DataFileReader<IndexedRecord> reader() throws IOException {
        try {
            return new DataFileReader<>(path.toFile(), new GenericDatumReader<>());
        } catch (IOException | AvroRuntimeException e) {
            throw name.unreadable(e);
        }
    }
}
