package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.data.OutputFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;

/**
 * How far a spool has been sent, as a file in its folder. Kafka knows it too, exactly, but forgets it after a while
 * ({@code offsets.retention.minutes}).
 *
 * @param spool the id of the spool
 * @param next the position of the first reading that is not known to be sent
 * @param attempted the position before which readings may have been sent, because their transaction was about to be
 *     committed; the same as next if there is none
 */
record SpoolProgress(UUID spool, long next, long attempted) {

    private static final String FILE = "progress";
    private static final String SPOOL = "spool";
    private static final String NEXT = "next";
    private static final String ATTEMPTED = "attempted";

    /**
     * Reads the progress; that of a spool without one is its beginning.
     *
     * @param spool the id of the spool in the folder; files of earlier versions name none
     * @throws CommandFailure if the file cannot be read, or is the progress of another spool
     */
    static SpoolProgress read(Path folder, UUID spool) {
        Path file = folder.resolve(FILE);
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            String of = properties.getProperty(SPOOL, spool.toString());
            if (!of.equals(spool.toString())) {
                throw new CommandFailure(
                        "BAD_SPOOL",
                        file + " is the progress of spool " + of + ", but the files beside it are of spool " + spool
                                + ". Delete it to send this spool from its beginning",
                        "--spool");
            }
            return new SpoolProgress(
                    spool,
                    Long.parseLong(properties.getProperty(NEXT, "")),
                    Long.parseLong(properties.getProperty(ATTEMPTED, "")));
        } catch (NoSuchFileException e) {
            return new SpoolProgress(spool, 0, 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("BAD_SPOOL", file + " cannot be read: " + e.getMessage(), "--spool");
        }
    }

    /** Writes the progress, which is on the disk when this returns. */
    void write(Path folder) {
        OutputFile.of("--spool", folder.resolve(FILE))
                .write("%s=%s%n%s=%d%n%s=%d%n".formatted(SPOOL, spool, NEXT, next, ATTEMPTED, attempted));
    }
}
