package io.elmstream.edge;

import io.elmstream.edge.SpoolSegment.Beginning;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads one file of a spool, up to the first part that is incomplete or damaged. */
final class SpoolFile implements AutoCloseable {

    private static final int PREFIX = 2 * Integer.BYTES;

    private final Path path;
    private final int number;
    private final long size;
    private final DataInputStream in;
    private final Beginning beginning;
    private long read;
    private int index;

    SpoolFile(Path path, int number) throws IOException {
        this.path = path;
        this.number = number;
        this.size = Files.size(path);
        this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
        try {
            byte[] part = part().orElseThrow(() ->
                    new DamagedSpoolException(path + " cannot be read as a file of a spool: its beginning is damaged"));
            this.beginning = SpoolSegment.beginning(part);
        } catch (DamagedSpoolException e) {
            in.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw new IOException(path + " cannot be read as a file of a spool: " + e.getMessage(), e);
        }
    }

    Beginning beginning() {
        return beginning;
    }

    /** Returns the next reading; empty if there is none that is whole. */
    Optional<SpooledReading> next() throws IOException {
        Optional<byte[]> part = part();
        if (part.isEmpty()) {
            return Optional.empty();
        }
        int features = beginning.contract().featureNames().size();
        return Optional.of(SpoolSegment.reading(SpoolSegment.position(number, index++), part.get(), features));
    }

    /** Returns how many bytes there were, when the file was opened, behind the last whole reading. */
    long rest() {
        return size - read;
    }

    Path path() {
        return path;
    }

    private Optional<byte[]> part() throws IOException {
        if (size - read < PREFIX) {
            return Optional.empty();
        }
        int length = in.readInt();
        int checksum = in.readInt();
        // the checksum of nothing is 0, so zeros would be parts without contents
        if (length <= 0 || length > size - read - PREFIX) {
            return Optional.empty();
        }
        byte[] part = in.readNBytes(length);
        if (part.length < length || SpoolSegment.checksum(part) != checksum) {
            return Optional.empty();
        }
        read += PREFIX + length;
        return Optional.of(part);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
