package io.elmstream.edge;

import io.elmstream.edge.SpoolSegment.Beginning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps readings with their predictions in a folder, in order. What {@link #force} has written survives the end of the
 * process and of the power. When the folder is full, the oldest file goes: the newest readings matter most, and the
 * device goes on. One process at a time writes.
 */
final class SpoolWriter implements AutoCloseable {

    /** The smallest limit of a spool, in bytes. */
    static final long LEAST = 1 << 20;

    private static final String LOCK = "writer.lock";
    private static final long LARGEST_FILE = 1 << 24;
    private static final int FILES = 16;

    private final Path folder;
    private final long limit;
    private final Beginning beginning;
    private final Consumer<String> notices;
    private final FileChannel lock;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Optional<FileChannel> file = Optional.empty();
    private int number;

    /**
     * Opens a spool; its next reading starts a new file.
     *
     * @param folder is created if it does not exist
     * @param limit how many bytes its files may have together, {@link #LEAST} or more
     * @param model whose readings are kept
     * @param ids gives the id of a new spool
     * @param notices receives a line of text if the oldest readings are lost
     * @throws IOException if the folder cannot be written, or another process writes to it
     */
    SpoolWriter(Path folder, long limit, EdgeClassifier model, Supplier<UUID> ids, Consumer<String> notices)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.limit = limit;
        this.notices = notices;
        this.lock = locked(folder.resolve(LOCK));
        try {
            List<Integer> numbers = SpoolSegment.numbers(folder);
            this.number = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
            this.beginning = new Beginning(
                    numbers.isEmpty() ? ids.get() : idOf(folder, model, ids),
                    model.key().modelId(),
                    model.contract());
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Returns the id of an existing spool, which has to be one of this model; a new one if no file has a beginning. */
    private static UUID idOf(Path folder, EdgeClassifier model, Supplier<UUID> ids) throws IOException {
        try (SpoolReader there = SpoolReader.open(folder, 0, notice -> {})) {
            if (!there.model().equals(model.key().modelId())
                    || !there.contract().equals(model.contract())) {
                throw new IOException(folder + " is the spool of model " + there.model()
                        + " or of other features and labels; name another folder");
            }
            return there.id();
        } catch (DamagedSpoolException e) {
            return ids.get();
        }
    }

    private static FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // this process holds it already; reported below
        }
        channel.close();
        throw new IOException("another process writes to " + file.getParent());
    }

    /** Keeps a reading in memory until {@link #force} is called. */
    void add(long time, String sensor, int version, int label, float confidence, float[] row) {
        pending.writeBytes(SpoolSegment.bytes(new SpooledReading(0, time, sensor, version, label, confidence, row)));
    }

    /** Writes what was added, and returns when it is on the disk. */
    void force() throws IOException {
        if (pending.size() == 0) {
            return;
        }
        byte[] bytes = pending.toByteArray();
        pending.reset();
        makeRoom(bytes.length);
        FileChannel current = file.isPresent() ? file.get() : next();
        file = Optional.of(current);
        write(current, bytes);
        if (current.size() >= Math.min(LARGEST_FILE, limit / FILES)) {
            current.close();
            file = Optional.empty();
        }
    }

    private FileChannel next() throws IOException {
        number++;
        Path path = SpoolSegment.file(folder, number);
        // a file has its beginning or does not exist
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(out, SpoolSegment.bytes(beginning));
        }
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        forceNames();
        return FileChannel.open(path, StandardOpenOption.APPEND);
    }

    /** Makes the new name survive the end of the power, where the system has a way to do so. */
    private void forceNames() {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // a system that does not open folders
        }
    }

    private static void write(FileChannel file, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
        file.force(false);
    }

    /** Deletes the oldest files, but not the current one, until there is room. */
    private void makeRoom(int bytes) throws IOException {
        long total = bytes;
        List<Integer> numbers = SpoolSegment.numbers(folder);
        for (int each : numbers) {
            total += size(SpoolSegment.file(folder, each));
        }
        for (int each : numbers) {
            if (total <= limit || (file.isPresent() && each == number)) {
                return;
            }
            Path oldest = SpoolSegment.file(folder, each);
            total -= size(oldest);
            Files.deleteIfExists(oldest);
            notices.accept("the spool is full: the readings in " + oldest + " were deleted");
        }
    }

    /** Returns the size of a file; 0 if it has been sent and deleted meanwhile. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            force();
            if (file.isPresent()) {
                file.get().close();
            }
        }
    }
}
