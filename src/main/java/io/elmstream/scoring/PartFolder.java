package io.elmstream.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.data.DataException;
import io.elmstream.data.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The folder of a run with its finished parts: {@code manifest.json} says what the run is, and each line of
 * {@code done.jsonl} names a finished part with its checksums. A part is renamed when it is whole, and then named
 * there, so whatever a killed run left can be told from what it finished. Only one process at a time has the folder.
 */
public final class PartFolder implements Closeable {

    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "manifest.json";
    private static final String DONE = "done.jsonl";

    /** The names of all other files of a run. */
    private static final Pattern OURS = Pattern.compile(
            "([0-9]{8,}\\.(part|rejected)|whole|rejected|bounds\\.json)(\\.tmp)?|manifest\\.json\\.tmp");

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * What a run is.
     *
     * @param format of the folder, {@value #FORMAT}
     * @param run everything that decides about the predictions, by name
     */
    record Manifest(int format, Map<String, String> run) {}

    /**
     * A finished part.
     *
     * @param part its index, from 0
     * @param rows its number of rows, the empty ones included, and those that cannot be scored
     * @param empty the number of lines without a row
     * @param rejected the number of those that cannot be scored
     * @param checksum of its predictions
     * @param rejectedChecksum of its rows that cannot be scored; of no meaning if there are none
     */
    public record Done(int part, long rows, long empty, long rejected, long checksum, long rejectedChecksum) {}

    private final Path folder;
    private final FileChannel journal;
    private final Map<Integer, Done> done;

    private PartFolder(Path folder, FileChannel journal, Map<Integer, Done> done) {
        this.folder = folder;
        this.journal = journal;
        this.done = done;
    }

    /**
     * Opens the folder of a run, and creates it if it does not exist.
     *
     * @param run everything that decides about the predictions, by name
     * @throws DataException if the folder is of another run, or another process has it
     */
    public static PartFolder open(Path folder, Map<String, String> run) throws IOException {
        Files.createDirectories(folder);
        FileChannel journal = FileChannel.open(
                folder.resolve(DONE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(folder, journal);
            Path manifest = folder.resolve(MANIFEST);
            if (Files.exists(manifest)) {
                requireSame(folder, manifest(manifest), run);
            } else {
                // parts without a manifest may be of any run
                journal.truncate(0);
                byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Manifest(FORMAT, run));
                write(manifest, out -> out.write(text), true);
            }
            PartFolder parts = new PartFolder(folder, journal, new TreeMap<>());
            parts.recall();
            return parts;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static Manifest manifest(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), Manifest.class);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    "--out",
                    "--out: " + file
                            + " is not readable, so it is not known whose parts are beside it. Delete that folder"
                            + " to score everything anew, or name another --out",
                    e);
        }
    }

    /** Returns a finished part; empty if it is not finished. */
    public synchronized Optional<Done> done(int part) {
        return Optional.ofNullable(done.get(part));
    }

    /** Returns the finished parts in order. */
    public synchronized List<Done> done() {
        return List.copyOf(done.values());
    }

    /** Returns the file with the predictions of a part. */
    public Path predictions(int part) {
        return folder.resolve(String.format(Locale.ROOT, "%08d.part", part));
    }

    /** Returns the file with the rows of a part that cannot be scored. */
    public Path rejected(int part) {
        return folder.resolve(String.format(Locale.ROOT, "%08d.rejected", part));
    }

    /** Returns a file of the folder that is not a part. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Notes that a part is finished. */
    public synchronized void add(Done finished) throws IOException {
        if (finished.rejected() == 0) {
            Files.deleteIfExists(rejected(finished.part()));
        }
        ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(finished) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            journal.write(line);
        }
        done.put(finished.part(), finished);
    }

    /** Writes a file of the folder aside, renames it, and returns its checksum. */
    public long write(Path file, Content content) throws IOException {
        return write(file, content, false);
    }

    /** Does the same, and returns when the file and its name are on the disk: others count only if this one does. */
    public void writeDurably(Path file, Content content) throws IOException {
        write(file, content, true);
    }

    private static long write(Path file, Content content, boolean durably) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        CRC32C checksum = new CRC32C();
        try (OutputStream out = new CheckedOutputStream(Files.newOutputStream(aside), checksum)) {
            content.writeTo(out);
        }
        if (durably) {
            force(aside, StandardOpenOption.WRITE);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        if (durably) {
            forceNames(file.resolveSibling(""));
        }
        return checksum.getValue();
    }

    private static void force(Path file, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option)) {
            channel.force(true);
        }
    }

    private static void forceNames(Path folder) {
        try {
            force(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            // not every system opens folders
        }
    }

    /**
     * Writes the output of the run aside, and renames it when it is on the disk; then deletes the folder.
     *
     * @param content all predictions, in order
     * @param rejected the rows that cannot be scored, in order
     * @param rejectedFile the side file for them; deleted if there are none
     */
    public void finish(OutputFile output, Content content, Path rejectedFile, Content rejected) throws IOException {
        if (done().stream().allMatch(part -> part.rejected() == 0)) {
            Files.deleteIfExists(rejectedFile);
        } else {
            Path aside = file("rejected");
            writeDurably(aside, rejected);
            Files.move(aside, rejectedFile, StandardCopyOption.ATOMIC_MOVE);
        }
        Path whole = file("whole");
        writeDurably(whole, content);
        output.take(whole);
        delete();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    /**
     * Deletes what this run has written; other files stay. The journal is emptied first, and the manifest deleted after
     * the parts, so that no other run takes up parts of this one if it is killed meanwhile.
     */
    private void delete() throws IOException {
        journal.truncate(0);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(
                            file -> OURS.matcher(file.getFileName().toString()).matches())
                    .toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.deleteIfExists(folder.resolve(MANIFEST));
        Files.deleteIfExists(folder.resolve(DONE));
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            // somebody else's files
        }
        close();
    }

    /** Reads the finished parts, and leaves out those whose files are not as they were written. */
    private void recall() throws IOException {
        // through the channel that has the lock: POSIX drops it when any other channel to the file is closed
        journal.position(0);
        byte[] lines = Channels.newInputStream(journal).readAllBytes();
        for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
            Done read;
            try {
                read = JSON.readValue(line, Done.class);
            } catch (JsonProcessingException e) {
                // the run was killed while it wrote this line
                continue;
            }
            boolean whole = Checksum.of(predictions(read.part())) == read.checksum()
                    && (read.rejected() == 0 || Checksum.of(rejected(read.part())) == read.rejectedChecksum());
            if (whole) {
                done.put(read.part(), read);
            }
        }
        journal.truncate(0);
        for (Done finished : List.copyOf(done.values())) {
            add(finished);
        }
    }

    private static void lock(Path folder, FileChannel journal) throws IOException {
        try {
            if (journal.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // this process has it already
        }
        throw new DataException(
                "--out", "--out: another run is writing to " + folder + "; wait for it, or name another --out");
    }

    private static void requireSame(Path folder, Manifest there, Map<String, String> run) {
        Map<String, String> all = new LinkedHashMap<>(there.run());
        run.forEach(all::putIfAbsent);
        for (String what : all.keySet()) {
            String before = there.run().get(what);
            String now = run.get(what);
            if (there.format() != FORMAT || !Objects.equals(before, now)) {
                throw new DataException(
                        "--out",
                        "--out: " + folder + " has the finished parts of another run: its " + what + " was "
                                + before + ", now it is " + now
                                + ". Delete that folder to score everything anew, or name another --out");
            }
        }
    }
}
