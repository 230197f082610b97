package io.elmstream.tables;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * A pass over an Avro file. A part is some of its blocks.
 *
 * @param file the file
 * @param stream its records
 * @param size of the file, in bytes
 * @param columns the fields that matter
 */
record AvroSource(AvroFile file, DataFileReader<IndexedRecord> stream, long size, AvroColumns columns)
        implements RowSource {

    /** A part has blocks of this many bytes, not compressed, or one larger block. */
    private static final int PART = 1 << 22;

    @Override
    public List<ColumnType> kept() {
        return columns.kept();
    }

    @Override
    public Optional<RowPart> next() throws IOException {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        long count = 0;
        try {
            while (blocks.size() < PART && hasNext()) {
                count += stream.getBlockCount();
                ByteBuffer block = stream.nextBlock();
                blocks.write(block.array(), block.arrayOffset() + block.position(), block.remaining());
            }
        } catch (AvroRuntimeException e) {
            throw file.name().unreadable(e);
        }
        long rows = count;
        byte[] encoded = blocks.toByteArray();
        return rows == 0 ? Optional.empty() : Optional.of(new RowPart(file, sink -> read(encoded, rows, sink)));
    }

    @Override
    public long bytesRead() {
        return stream.previousSync();
    }

    /** Returns whether there is another block. Avro takes a block that says it is longer for the end of the file. */
    private boolean hasNext() {
        if (stream.hasNext()) {
            return true;
        }
        if (stream.previousSync() < size) {
            throw file.name()
                    .problem(" is damaged: the block of records that begins at byte " + stream.previousSync()
                            + " does not end in the file of " + size + " bytes");
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private void read(byte[] encoded, long rows, RowSink sink) throws IOException {
        GenericDatumReader<IndexedRecord> reader = new GenericDatumReader<>(stream.getSchema(), columns.needed());
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(encoded, null);
        float[] row = new float[columns.features()];
        @Nullable IndexedRecord record = null;
        for (long i = 0; i < rows; i++) {
            try {
                record = reader.read(record, decoder);
            } catch (IOException | RuntimeException e) {
                throw file.name().unreadable(e);
            }
            columns.read(record, row, sink);
        }
        if (!decoder.isEnd()) {
            throw file.name().unreadable(new AvroRuntimeException("a block has more records than it says"));
        }
    }
}
