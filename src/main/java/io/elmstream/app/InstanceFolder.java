package io.elmstream.app;

import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder for one instance's state: the first of {@code 0}, {@code 1}, {@code 2}, ... below {@code state.dir} that
 * is not in use. Instances on one host thus use different folders, and an instance that is restarted finds its state if
 * its number is free. The folder is locked through the file {@code lock} in it; the lock ends with the process, even if
 * that is killed.
 */
public final class InstanceFolder implements AutoCloseable {

    private static final int MOST = 1_000;

    private final Path path;
    private final FileChannel lock;
    private final List<FileChannel> others;

    private InstanceFolder(Path path, FileChannel lock, List<FileChannel> others) {
        this.path = path;
        this.lock = lock;
        this.others = others;
    }

    /**
     * Locks the first free folder and creates it if necessary.
     *
     * @throws ConfigurationException if {@code state.dir} cannot be written
     */
    public static InstanceFolder take(Path stateDirectory) {
        Path parent = stateDirectory.toAbsolutePath();
        List<FileChannel> others = new ArrayList<>();
        try {
            for (int number = 0; number < MOST; number++) {
                Path path = Files.createDirectories(parent.resolve(Integer.toString(number)));
                FileChannel channel =
                        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                try {
                    if (channel.tryLock() != null) {
                        return new InstanceFolder(path, channel, others);
                    }
                    channel.close();
                } catch (OverlappingFileLockException heldByThisProcess) {
                    // POSIX drops a process's lock on a file when it closes any of its channels to it
                    others.add(channel);
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    ConfigurationKeys.STATE_DIR,
                    "state.dir is " + parent + ", which cannot be used: " + e
                            + ". Specify a folder that this user can write to.");
        }
        throw new ConfigurationException(
                ConfigurationKeys.STATE_DIR,
                "state.dir is " + parent + ", where " + MOST
                        + " instances are running already. Specify another folder.");
    }

    /** Returns the folder, which no other instance uses. */
    public Path path() {
        return path;
    }

    /** Releases the folder. Its contents are kept. */
    @Override
    public void close() {
        try {
            lock.close();
            for (FileChannel other : others) {
                other.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the folder " + path, e);
        }
    }
}
