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
 * The folder for the data of embedded servers. One process at a time holds it, through a lock on the file {@code lock}
 * in it. A temporary folder is deleted when it is closed; if its process was killed, it is deleted the next time a
 * temporary folder is created.
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
     * Creates a temporary folder in {@code parent}, named {@code elmstream-PID-RANDOM}, which is deleted when this
     * object is closed.
     *
     * @param pid this process's id
     */
    static DataFolder temporary(Path parent, long pid) {
        try {
            removeStale(parent, pid);
            Path path = Files.createTempDirectory(parent, "elmstream-" + pid + "-");
            // Locked under another name first: a folder whose file "lock" exists and is not locked is always stale,
            // never new.
            Path young = path.resolve("lock-new");
            FileChannel lock = lock(young)
                    .orElseThrow(() ->
                            new EmbeddedException("Cannot lock " + young + "; does its file system support locks?"));
            Files.move(young, path.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
            return new DataFolder(path, true, lock);
        } catch (IOException e) {
            throw new EmbeddedException("Cannot make a temporary folder in " + parent + ": " + e, e);
        }
    }

    /**
     * Opens a folder that is kept; creates it if necessary.
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
                                    ("The data folder %s is in use by another process. Stop that one, or specify"
                                                    + " another folder")
                                            .formatted(path))));
        } catch (IOException e) {
            throw new EmbeddedException("Cannot use the data folder " + path + ": " + e, e);
        }
    }

    Path path() {
        return path;
    }

    /** Releases the folder, and deletes it if it is temporary. */
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
                // This process's own folders are in use. Trying to lock them would lose their locks: POSIX drops all
                // locks that a process has on a file when it closes any of its channels to it.
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
            // owned by another user, or another process is deleting it too
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
                // As late as possible, so that a folder that could not be deleted completely is found again.
                Files.deleteIfExists(lock);
            }
            Files.deleteIfExists(each);
        }
    }
}
