package io.elmstream.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a driver keeps model files, and nobody else. Kafka's own choice is one folder for all users and processes of a
 * machine.
 *
 * @param path the folder
 */
record StateFolder(Path path) implements AutoCloseable {

    /** A new empty one among the temporary files. */
    static StateFolder fresh() {
        try {
            return new StateFolder(Files.createTempDirectory("elmstream-driver-"));
        } catch (IOException e) {
            throw new UncheckedIOException("a driver needs a temporary folder", e);
        }
    }

    /** Removes the folder and all that is in it; nothing happens where it is gone already. */
    @Override
    public void close() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be removed", e);
        }
    }
}
