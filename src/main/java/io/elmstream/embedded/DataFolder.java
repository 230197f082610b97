package io.elmstream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that embedded servers keep their data in, held by one process at a time through a lock on the file
 * {@code lock} in it. A temporary one is removed when it is closed; one whose process was killed is removed the next
 * time that a temporary one is made.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;

    private DataFolder(Path path, boolean temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /**
     * A new folder in {@code parent}, named {@code elmstream-PID-RANDOM}, which ends with this object.
     *
     * @param pid this process's id
     */
    static DataFolder temporary(Path parent, long pid) {
        try {
            removeStale(parent, pid);
            Path path = Files.createTempDirectory(parent, "elmstream-" + pid + "-");
            // Locked under another name first: a folder whose lock file is there and free is stale, never just young.
            Path young = path.resolve("lock-new");
            FileChannel lock = lock(young)
                    .orElseThrow(
                            () -> new EmbeddedException("Cannot lock " + young + "; does its file system know locks?"));
            Files.move(young, path.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
            return new DataFolder(path, true, lock);
        } catch (IOException e) {
            throw new EmbeddedException("Cannot make a temporary folder in " + parent + ": " + e, e);
        }
    }

    /**
     * A folder that stays; made when it is missing.
     *
     * @throws EmbeddedException when another process holds it
     */
    static DataFolder kept(Path folder) {
        Path path = folder.toAbsolutePath();
        try {
            Files.createDirectories(path);
            return new DataFolder(
                    path,
                    false,
                    lock(path.resolve(LOCK))
                            .orElseThrow(() -> new EmbeddedException(
                                    ("The data folder %s is in use by another process. Stop that one, or name another"
                                                    + " folder")
                                            .formatted(path))));
        } catch (IOException e) {
            throw new EmbeddedException("Cannot use the data folder " + path + ": " + e, e);
        }
    }

    Path path() {
        return path;
    }

    /** Gives the folder up, and removes it when it is temporary. */
    @Override
    public void close() {
        try {
            if (temporary) {
                remove(path);
            }
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedException("Cannot remove " + path + ", remove it by hand: " + e, e);
        }
    }

    private static void removeStale(Path parent, long pid) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "elmstream-*-*")) {
            for (Path folder : folders) {
                // Our own ones are alive, and trying their locks would lose them: POSIX drops all locks that a
                // process has on a file when it closes any of its channels to it.
                if (!folder.getFileName().toString().startsWith("elmstream-" + pid + "-")) {
                    removeIfFree(folder);
                }
            }
        }
    }

    private static void removeIfFree(Path folder) {
        Path file = folder.resolve(LOCK);
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            Optional<FileChannel> free = lock(file);
            if (free.isPresent()) {
                remove(folder);
                free.get().close();
            }
        } catch (IOException | UncheckedIOException notOurs) {
            // another user's, or another process is removing it too
        }
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException heldHere) {
            // the same answer as for another process
        }
        channel.close();
        return Optional.empty();
    }

    private static void remove(Path folder) throws IOException {
        Path lock = folder.resolve(LOCK);
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder())
                    .filter(each -> !each.equals(lock))
                    .toList();
        }
        for (Path each : deepestFirst) {
            if (each.equals(folder)) {
                // As late as may be, so that a folder that cannot be removed in whole is found again.
                Files.deleteIfExists(lock);
            }
            Files.deleteIfExists(each);
        }
    }
}
