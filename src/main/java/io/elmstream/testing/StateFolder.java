package io.elmstream.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of one driver. Kafka's default is one directory for all users and processes of a machine.
 *
 * @param path the directory
 */
record StateFolder(Path path) implements AutoCloseable {

    /** Creates an empty temporary directory. */
    static StateFolder fresh() {
        try {
            return new StateFolder(Files.createTempDirectory("elmstream-driver-"));
        } catch (IOException e) {
            throw new UncheckedIOException("a driver needs a temporary directory", e);
        }
    }

    /** Deletes the directory and its contents; does nothing if it is already gone. */
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
            throw new UncheckedIOException("the temporary directory " + path + " cannot be removed", e);
        }
    }
}
