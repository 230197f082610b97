package io.elmstream.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Reads all members of a file compressed by gzip. The JDK's stream takes a member whose header is damaged for the end
 * of the file.
 */
final class WholeGzip extends GZIPInputStream {

    /** The checksum and length behind a member. */
    private static final int TRAILER = 8;

    WholeGzip(InputStream in, int buffer) throws IOException {
        super(in, buffer);
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        int read = super.read(bytes, from, count);
        if (read < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
            throw new IOException("it goes on behind the end of its compressed data, so it is damaged or cut off");
        }
        return read;
    }
}
