package io.elmstream.tables;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The compressions of Parquet files that can be read without Hadoop, which has the one for gzip. */
final class ParquetCodecs implements CompressionCodecFactory {

    private static final Set<CompressionCodecName> PARQUETS_OWN = Set.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW);

    private final FileName file;
    private final CodecFactory known;

    /** @param file the file, for messages */
    ParquetCodecs(FileName file, int pageSize) {
        this.file = file;
        this.known = new CodecFactory(new Configuration(), pageSize);
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return known.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        if (codec == CompressionCodecName.GZIP) {
            return new Gzip();
        }
        if (!PARQUETS_OWN.contains(codec)) {
            throw file.problem(
                    " is compressed by " + codec + "; write it with Snappy, gzip, zstd, LZ4_RAW or no compression");
        }
        return known.getDecompressor(codec);
    }

    @Override
    public void release() {
        known.release();
    }

    private static final class Gzip implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(unpacked(bytes.toInputStream(), size));
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer unpacked, int size) throws IOException {
            byte[] bytes = new byte[packedSize];
            packed.get(bytes);
            unpacked.put(unpacked(new ByteArrayInputStream(bytes), size));
        }

        @Override
        public void release() {}

        private static byte[] unpacked(InputStream packed, int size) throws IOException {
            try (InputStream stream = new GZIPInputStream(packed)) {
                byte[] page = stream.readNBytes(size);
                // reading to the end checks the sum of the page
                if (page.length != size || stream.read() >= 0) {
                    throw new IOException("a page compressed by gzip has another size than its header says");
                }
                return page;
            }
        }
    }
}
