package io.elmstream.scoring;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;

/**
 * Parts of an Avro container file, compressed by deflate; the same records give the same bytes.
 *
 * @param schema of the records
 */
public record AvroParts(Schema schema) {

    private static final int FAST = 1;
    private static final int SYNC_BYTES = 16;

    /** Opens a part, which closes the stream with itself. */
    public DataFileWriter<IndexedRecord> open(OutputStream part) throws IOException {
        DataFileWriter<IndexedRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema));
        return writer.setCodec(CodecFactory.deflateCodec(FAST)).create(schema, part, sync());
    }

    /**
     * Writes the whole file.
     *
     * @param parts all parts, in order
     * @param whole is left open
     */
    public void join(List<Path> parts, OutputStream whole) throws IOException {
        try (DataFileWriter<IndexedRecord> writer = open(new Unclosed(whole))) {
            for (Path part : parts) {
                try (DataFileStream<IndexedRecord> blocks = new DataFileStream<>(
                        new BufferedInputStream(Files.newInputStream(part)), new GenericDatumReader<>())) {
                    writer.appendAllFrom(blocks, false);
                }
            }
        }
    }

    /** Returns a marker that does not differ from run to run, as Avro's own ones do. */
    private byte[] sync() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(digest.digest(schema.toString().getBytes(StandardCharsets.UTF_8)), SYNC_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
