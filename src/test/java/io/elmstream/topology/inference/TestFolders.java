package io.elmstream.topology.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for the files of one test. */
public final class TestFolders {

    private TestFolders() {}

    /** A new empty folder below that of the build. */
    public static Path fresh() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-models")), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
