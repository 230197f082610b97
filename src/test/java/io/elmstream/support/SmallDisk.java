package io.elmstream.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of 64 MB in memory, which can be filled. Only root may mount one. */
public record SmallDisk(Path folder) implements AutoCloseable {

    private static final String FILLER = "filler";

    /** Mounts one over an empty folder; empty where that is not allowed. */
    public static Optional<SmallDisk> mount(Path folder) throws IOException, InterruptedException {
        return call("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    /** Leaves no byte free. */
    public void fill() {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(folder.resolve(FILLER))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // as was wanted
        }
    }

    /** Gives the room back. */
    public void free() throws IOException {
        Files.deleteIfExists(folder.resolve(FILLER));
    }

    @Override
    public void close() {
        try {
            call("umount", "-l", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean call(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
