package io.elmstream.edge;

import io.elmstream.edge.SpoolSegment.Beginning;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reads the readings of a spool in order, up to those that are there when their file is opened. A device may write to
 * the spool meanwhile.
 */
public final class SpoolReader implements AutoCloseable {

    private final Path folder;
    private final List<Integer> numbers;
    private final Beginning beginning;
    private final long from;
    private final Consumer<String> notices;
    private int at;
    private Optional<SpoolFile> file = Optional.empty();

    private SpoolReader(Path folder, List<Integer> numbers, Beginning beginning, long from, Consumer<String> notices) {
        this.folder = folder;
        this.numbers = numbers;
        this.beginning = beginning;
        this.from = from;
        this.notices = notices;
    }

    /**
     * Opens a spool.
     *
     * @param folder as given to the device
     * @param from the position from which on to read; 0 for all readings
     * @param notices receives a line of text for readings that are lost
     * @return a reader
     * @throws IOException if there is no spool, it cannot be read, or it ends before the file of the position
     */
    public static SpoolReader open(Path folder, long from, Consumer<String> notices) throws IOException {
        List<Integer> all = SpoolSegment.numbers(folder);
        if (all.isEmpty()) {
            throw new IOException(folder + " has no files of a spool");
        }
        int first = SpoolSegment.number(from);
        if (all.get(0) > first + 1) {
            notices.accept("the device deleted " + (all.get(0) - first - 1) + " files of " + folder
                    + " before they were sent, because the spool was full");
        }
        int newest = all.get(all.size() - 1);
        if (first > newest) {
            throw new IOException("the newest file of " + folder + " is "
                    + SpoolSegment.file(folder, newest).getFileName()
                    + ", but readings up to file " + first + " were sent: newer files were deleted, or this is another"
                    + " spool. To send what is there, move it to a folder of its own, without the file progress");
        }
        List<Integer> numbers = all.stream().filter(each -> each >= first).toList();
        return new SpoolReader(folder, numbers, newest(folder, all), from, notices);
    }

    /** Returns the beginning of the newest file that has one. */
    private static Beginning newest(Path folder, List<Integer> all) throws IOException {
        for (int i = all.size() - 1; ; i--) {
            try (SpoolFile file = new SpoolFile(SpoolSegment.file(folder, all.get(i)), all.get(i))) {
                return file.beginning();
            } catch (DamagedSpoolException | NoSuchFileException e) {
                if (i == 0) {
                    throw e;
                }
            }
        }
    }

    /** {@return the id of the spool, drawn by the device that made it} */
    public UUID id() {
        return beginning.spool();
    }

    /** {@return the id of the model that scored the newest readings} */
    public ModelId model() {
        return beginning.model();
    }

    /** {@return the features and labels of that model} */
    public Contract contract() {
        return beginning.contract();
    }

    /**
     * Returns the next reading.
     *
     * @return empty at the end of what was there
     * @throws IOException if a file cannot be read, or has readings of another model
     */
    public Optional<SpooledReading> next() throws IOException {
        while (file.isPresent() || openNext()) {
            SpoolFile current = file.orElseThrow();
            Optional<SpooledReading> reading = current.next();
            if (reading.isPresent() && reading.get().position() >= from) {
                return reading;
            }
            if (reading.isEmpty()) {
                closeFile();
                // the newest one may be written to right now
                if (current.rest() > 0 && at < numbers.size()) {
                    notices.accept("the last " + current.rest() + " bytes of " + current.path()
                            + " are not a whole reading, and are left out: a write was cut off, or the file is"
                            + " damaged");
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Deletes the files whose readings are all before a position. The newest file stays.
     *
     * @param position the first reading to keep
     * @throws IOException if a file cannot be deleted
     */
    public void deleteBefore(long position) throws IOException {
        for (int number : numbers.subList(0, numbers.size() - 1)) {
            if (number < SpoolSegment.number(position)) {
                Files.deleteIfExists(SpoolSegment.file(folder, number));
            }
        }
    }

    private boolean openNext() throws IOException {
        while (at < numbers.size()) {
            int number = numbers.get(at++);
            try {
                SpoolFile opened = new SpoolFile(SpoolSegment.file(folder, number), number);
                file = Optional.of(opened);
                requireSame(opened);
                return true;
            } catch (NoSuchFileException e) {
                notices.accept("the device deleted " + e.getFile() + " before it was sent, because the spool was full");
            } catch (DamagedSpoolException e) {
                notices.accept(e.getMessage() + "; its readings are left out");
            }
        }
        return false;
    }

    private void requireSame(SpoolFile opened) throws IOException {
        if (!opened.beginning().equals(beginning)) {
            throw new IOException(opened.path() + " has readings of another model or spool than the newest file of "
                    + folder + ": move the files of each to a folder of its own");
        }
    }

    private void closeFile() throws IOException {
        if (file.isPresent()) {
            file.get().close();
            file = Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
    }
}
