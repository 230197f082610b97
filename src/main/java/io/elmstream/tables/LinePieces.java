package io.elmstream.tables;

import io.elmstream.data.CountedStream;
import io.elmstream.data.Packing;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A text file cut into pieces of whole lines. */
final class LinePieces implements Closeable {

    private static final int LONGEST_LINE = 1 << 25;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final FileName name;
    private final CountedStream bytes;
    private final InputStream stream;
    private final int size;
    private byte[] buffer;
    private int length;
    private boolean first = true;

    /**
     * Opens a file.
     *
     * @param size the number of bytes of a piece; a longer line is a piece by itself
     */
    LinePieces(FileName name, Path path, Packing packing, int size) throws IOException {
        this.name = name;
        this.bytes = new CountedStream(Files.newInputStream(path));
        this.stream = packing.unpacked(bytes);
        this.size = size;
        this.buffer = new byte[size];
    }

    /** Returns the next piece, the last line of which may lack its end; empty at the end of the file. */
    Optional<byte[]> next() throws IOException {
        boolean more = fill();
        int end = more ? lastEnd() : length;
        while (end == 0 && more) {
            if (buffer.length >= LONGEST_LINE) {
                throw name.problem(" has a line of more than " + LONGEST_LINE + " bytes");
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            more = fill();
            end = more ? lastEnd() : length;
        }
        if (end == 0) {
            return Optional.empty();
        }
        int from =
                first && Arrays.equals(buffer, 0, Math.min(end, MARK.length), MARK, 0, MARK.length) ? MARK.length : 0;
        byte[] piece = Arrays.copyOfRange(buffer, from, end);
        System.arraycopy(buffer, end, buffer, 0, length - end);
        length -= end;
        if (buffer.length > size && length <= size) {
            buffer = Arrays.copyOf(buffer, size);
        }
        first = false;
        return Optional.of(piece);
    }

    long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Fills the buffer, and returns whether it is full, so that the file may go on. */
    private boolean fill() throws IOException {
        length += stream.readNBytes(buffer, length, buffer.length - length);
        return length == buffer.length;
    }

    private int lastEnd() {
        int end = length;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
