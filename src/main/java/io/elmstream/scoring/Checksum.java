package io.elmstream.scoring;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** CRC-32C of files, which tells whether the disk has what was written before a crash. */
final class Checksum {

    private static final long NO_FILE = -1;

    private Checksum() {}

    /** Returns the checksum of a file, less than 0 if it does not exist. */
    static long of(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NO_FILE;
        }
        try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32C())) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getChecksum().getValue();
        }
    }
}
