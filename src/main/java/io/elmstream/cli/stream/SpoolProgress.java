package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.data.OutputFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * How far a spool has been sent, as a file in its folder. Kafka knows it too, exactly, but forgets it after a while
 * ({@code offsets.retention.minutes}).
 *
 * @param next the position of the first reading that is not known to be sent
 * @param attempted the position before which readings may have been sent, because their transaction was about to be
 *     committed; the same as next if there is none
 */
record SpoolProgress(long next, long attempted) {

    private static final String FILE = "progress";
    private static final String NEXT = "next";
    private static final String ATTEMPTED = "attempted";

    /** Reads the progress; that of a spool without one is its beginning. */
    static SpoolProgress read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            return new SpoolProgress(
                    Long.parseLong(properties.getProperty(NEXT, "")),
                    Long.parseLong(properties.getProperty(ATTEMPTED, "")));
        } catch (NoSuchFileException e) {
            return new SpoolProgress(0, 0);
        } catch (IOException | NumberFormatException e) {
            throw new CommandFailure("BAD_SPOOL", file + " cannot be read: " + e.getMessage(), "--spool");
        }
    }

    /** Writes the progress, which is on the disk when this returns. */
    void write(Path folder) {
        OutputFile.of("--spool", folder.resolve(FILE))
                .write("%s=%d%n%s=%d%n".formatted(NEXT, next, ATTEMPTED, attempted));
    }
}
