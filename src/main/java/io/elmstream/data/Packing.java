package io.elmstream.data;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How a file is compressed, by the ending of its name. Compressed files one after the other are one file of all. */
public enum Packing {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private static final int BUFFER = 1 << 16;

    private final String ending;

    Packing(String ending) {
        this.ending = ending;
    }

    /** Returns the compression of a file with this name, in lower or upper case. */
    public static Packing of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(GZIP.ending) ? GZIP : lower.endsWith(ZSTD.ending) ? ZSTD : NONE;
    }

    /** Returns the name without the ending for the compression. */
    public String without(String name) {
        return name.substring(0, name.length() - ending.length());
    }

    /**
     * Returns the contents of a compressed stream.
     *
     * @throws IOException if it does not start as compressed files do; the stream is closed then
     */
    public InputStream unpacked(InputStream stream) throws IOException {
        try {
            return switch (this) {
                case NONE -> stream;
                case GZIP -> new WholeGzip(stream, BUFFER);
                case ZSTD -> WholeZstd.of(stream);
            };
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** Returns a stream that compresses what is written to it. */
    public OutputStream packed(OutputStream stream) throws IOException {
        return switch (this) {
            case NONE -> stream;
            case GZIP -> new GZIPOutputStream(stream, BUFFER);
            // gzip always has one
            case ZSTD -> new ZstdOutputStream(stream).setChecksum(true);
        };
    }
}
