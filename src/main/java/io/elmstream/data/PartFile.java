package io.elmstream.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file beside the one to write, under a name of its own, which is renamed when its content is on the disk. Until then
 * it is locked. A process that is killed leaves it behind without a lock, and whoever writes the same file next deletes
 * it.
 */
final class PartFile implements AutoCloseable {

    /**
     * The longest prefix of the name, in characters: with the suffix it has at most the 255 bytes that file systems
     * allow.
     */
    private static final int MOST_NAME = 60;

    private static final String SUFFIX = "\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part";

    private final Path path;
    private final FileChannel channel;

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates a file, and deletes those that others have left behind.
     *
     * @param target the file to write, absolute
     * @param attributes set when the file is created, such as permissions
     */
    static PartFile beside(Path target, FileAttribute<?>... attributes) throws IOException {
        deleteLeftovers(target);
        while (true) {
            Path path = target.resolveSibling(prefix(target) + "." + UUID.randomUUID() + ".part");
            FileChannel channel =
                    FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
            lock(channel);
            if (Files.exists(path)) {
                return new PartFile(path, channel);
            }
            // another process took it for a leftover, because it was not yet locked
            channel.close();
        }
    }

    private static void lock(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException | OverlappingFileLockException e) {
            // not every file system has locks, and none deletes a leftover without one
        }
    }

    private static void deleteLeftovers(Path target) {
        String prefix = prefix(target);
        try (DirectoryStream<Path> parts =
                Files.newDirectoryStream(target.resolveSibling(""), file -> isPart(file, prefix))) {
            parts.forEach(PartFile::deleteUnlocked);
        } catch (IOException | DirectoryIteratorException e) {
            // they only take room
        }
    }

    private static boolean isPart(Path file, String prefix) {
        String name = file.getFileName().toString();
        return name.startsWith(prefix)
                && name.substring(prefix.length()).matches(SUFFIX)
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void deleteUnlocked(Path part) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // it is being written, or belongs to another user
        }
    }

    private static String prefix(Path target) {
        String name = target.getFileName().toString();
        if (name.length() <= MOST_NAME) {
            return name;
        }
        boolean splits = Character.isHighSurrogate(name.charAt(MOST_NAME - 1));
        return name.substring(0, splits ? MOST_NAME - 1 : MOST_NAME);
    }

    /** Returns a stream for the content; closing it is left to this file. */
    OutputStream stream() {
        return Channels.newOutputStream(channel);
    }

    /**
     * Waits until the content is on the disk, and renames the file.
     *
     * @param replaces whether the target may exist
     */
    void moveTo(Path target, boolean replaces) throws IOException {
        channel.force(true);
        if (replaces) {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            // not an atomic move, which always replaces
            Files.move(path, target);
        }
    }

    /** Deletes the file, unless it has been renamed. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(path);
        }
    }
}
