package io.elmstream.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file with a header line, in UTF-8, plain or compressed by gzip. It is opened anew for each going through.
 */
public final class CsvFile {

    private static final int BUFFER = 1 << 16;

    private final String name;
    private final Source source;
    private final List<String> columns;

    private CsvFile(String name, Source source) {
        this.name = name;
        this.source = source;
        try (CsvReader<CsvRecord> reader = open()) {
            var records = reader.iterator();
            if (!records.hasNext()) {
                throw new DataException(name + " is empty; its first line must name the columns");
            }
            columns = List.copyOf(records.next().getFields());
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw unreadable(e);
        }
        var seen = new HashSet<String>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new DataException(name + " has two columns \"" + column + "\"; names must differ");
            }
        }
    }

    /**
     * Opens a file; one whose name ends in {@code .gz} is unpacked as it is read.
     *
     * @throws DataException if it cannot be read or has no header
     */
    public static CsvFile of(Path path) {
        String name = path.toString();
        if (!Files.isRegularFile(path)) {
            throw new DataException(name + " does not exist or is no file");
        }
        Source plain = () -> Files.newInputStream(path);
        return new CsvFile(name, name.endsWith(".gz") ? () -> unpacked(plain.open()) : plain);
    }

    /** A file on the class path, compressed by gzip. */
    static CsvFile resource(String name) {
        return new CsvFile(name, () -> {
            InputStream stream = CsvFile.class.getResourceAsStream(name);
            if (stream == null) {
                throw new NoSuchFileException(name);
            }
            return unpacked(stream);
        });
    }

    /** The name for messages. */
    public String name() {
        return name;
    }

    /** The names of the columns, from left to right. */
    public List<String> columns() {
        return columns;
    }

    /** The columns other than this one, which must be there. */
    public List<String> columnsWithout(String label) {
        indexOf(label);
        return columns.stream().filter(column -> !column.equals(label)).toList();
    }

    /**
     * Goes through rows; the caller closes them.
     *
     * @param features the columns to read as numbers, in the order of a row
     * @param label the column with the class label, if wanted
     * @param range the rows to go through
     * @throws DataException if a column is not in the file
     */
    public CsvRows rows(List<String> features, Optional<String> label, RowRange range) {
        int[] indices = features.stream().mapToInt(this::indexOf).toArray();
        int labelIndex = label.map(this::indexOf).orElse(-1);
        try {
            return new CsvRows(this, open(), indices, labelIndex, range);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    DataException unreadable(Exception cause) {
        return new DataException(name + " cannot be read: " + cause.getMessage(), cause);
    }

    private int indexOf(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new DataException(name + " has no column \"" + column + "\"; its columns are " + columns);
        }
        return index;
    }

    private CsvReader<CsvRecord> open() throws IOException {
        return CsvReader.builder()
                .detectBomHeader(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new BufferedInputStream(source.open(), BUFFER));
    }

    private static InputStream unpacked(InputStream packed) throws IOException {
        try {
            return new GZIPInputStream(packed, BUFFER);
        } catch (IOException e) {
            packed.close();
            throw e;
        }
    }

    private interface Source {
        InputStream open() throws IOException;
    }
}
