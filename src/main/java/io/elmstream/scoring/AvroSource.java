package io.elmstream.scoring;

import io.elmstream.data.CountedStream;
import io.elmstream.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** An Avro container file of records. A part is some of its blocks. */
final class AvroSource implements RowSource {

    /** A part has blocks of this many bytes, not compressed, or one larger block. */
    private static final int PART = 1 << 22;

    private final Path path;
    private final CountedStream bytes;
    private final DataFileStream<IndexedRecord> file;
    private final AvroColumns columns;

    /**
     * Opens a file.
     *
     * @throws DataException if it is no Avro file, or lacks a column
     */
    AvroSource(Path path, List<String> features, List<KeptColumn> keep) throws IOException {
        this.path = path;
        this.bytes = new CountedStream(Files.newInputStream(path));
        try {
            this.file = new DataFileStream<>(bytes, new GenericDatumReader<>());
            this.columns = AvroColumns.of(path, file.getSchema(), features, keep);
        } catch (DataException e) {
            bytes.close();
            throw e;
        } catch (IOException | AvroRuntimeException e) {
            bytes.close();
            throw unreadable(e);
        }
    }

    @Override
    public List<Column> kept() {
        return columns.kept();
    }

    @Override
    public Optional<RowPart> next() throws IOException {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        long count = 0;
        try {
            while (blocks.size() < PART && file.hasNext()) {
                count += file.getBlockCount();
                ByteBuffer block = file.nextBlock();
                blocks.write(block.array(), block.arrayOffset() + block.position(), block.remaining());
            }
        } catch (AvroRuntimeException e) {
            throw unreadable(e);
        }
        long rows = count;
        byte[] encoded = blocks.toByteArray();
        return rows == 0 ? Optional.empty() : Optional.of(sink -> read(encoded, rows, sink));
    }

    @Override
    public long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void read(byte[] encoded, long rows, RowSink sink) throws IOException {
        Schema written = file.getSchema();
        GenericDatumReader<IndexedRecord> reader = new GenericDatumReader<>(written, columns.needed());
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(encoded, null);
        @Nullable IndexedRecord record = null;
        try {
            for (long row = 0; row < rows; row++) {
                record = reader.read(record, decoder);
                columns.row(record, sink);
            }
            if (!decoder.isEnd()) {
                throw new AvroRuntimeException("a block has more records than it says");
            }
        } catch (AvroRuntimeException e) {
            throw unreadable(e);
        }
    }

    private DataException unreadable(Exception cause) {
        return new DataException(
                TableFile.IN, TableFile.IN + " " + path + " cannot be read: " + cause.getMessage(), cause);
    }
}
