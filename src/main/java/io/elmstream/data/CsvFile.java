package io.elmstream.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.elmstream.elm.ShortList;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A CSV file with a header line, plain or compressed by gzip or zstd. The encoding is UTF-8 unless the file starts with
 * the byte-order mark of another encoding, or another one is given. It is opened again for each pass.
 */
public final class CsvFile {

    private static final int BUFFER = 1 << 16;

    private final String option;
    private final String name;
    private final Source source;
    private final Packing packing;
    private final Charset charset;
    private final List<String> columns;

    private CsvFile(String option, String path, Source source, Packing packing, Charset charset) {
        this.option = option;
        this.name = (option + " " + path).strip();
        this.source = source;
        this.packing = packing;
        this.charset = charset;
        try (InputStream stream = buffered(source.open());
                CsvReader<CsvRecord> reader = reader(requireText(stream))) {
            var records = reader.iterator();
            if (!records.hasNext()) {
                throw problem(" is empty; its first line must name the columns");
            }
            columns = List.copyOf(records.next().getFields());
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw unreadable(e);
        }
        var seen = new HashSet<String>();
        for (String column : columns) {
            requireDecoded(column, "the header");
            if (!seen.add(column)) {
                throw problem(" has two columns \"" + column + "\"; names must differ");
            }
        }
    }

    /**
     * Opens a file in UTF-8; a file whose name ends in {@code .gz} or {@code .zst} is decompressed.
     *
     * @throws DataException if it cannot be read, is not a text file, or has no header
     */
    public static CsvFile of(Path path) {
        return of("", path, StandardCharsets.UTF_8);
    }

    /**
     * Opens a file in another encoding.
     *
     * @param option that names the file, for messages; may be followed by a word of its value
     */
    public static CsvFile of(String option, Path path, Charset charset) {
        String name = path.toString();
        if (!Files.isRegularFile(path)) {
            throw new DataException(word(option), (option + " " + name).strip() + " does not exist or is not a file");
        }
        return new CsvFile(option, name, () -> Files.newInputStream(path), Packing.of(name), charset);
    }

    /**
     * Returns a file with the given content.
     *
     * @param name for messages
     * @throws DataException if it has no header
     */
    public static CsvFile ofText(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new CsvFile("", name, () -> new ByteArrayInputStream(bytes), Packing.NONE, StandardCharsets.UTF_8);
    }

    /** Returns a file on the class path, compressed by gzip. */
    static CsvFile resource(String name) {
        Source source = () -> {
            InputStream stream = CsvFile.class.getResourceAsStream(name);
            if (stream == null) {
                throw new NoSuchFileException(name);
            }
            return stream;
        };
        return new CsvFile("", name, source, Packing.GZIP, StandardCharsets.UTF_8);
    }

    /** Returns the name for messages, with the option that names the file. */
    public String name() {
        return name;
    }

    /** Returns the names of the columns, from left to right. */
    public List<String> columns() {
        return columns;
    }

    /** Returns all columns except the given one, which must exist. */
    public List<String> columnsWithout(String label) {
        indexOf(label, columns);
        return columns.stream().filter(column -> !column.equals(label)).toList();
    }

    /**
     * Checks that columns exist.
     *
     * @throws DataException if one of these columns is not in the file
     */
    public void requireColumns(List<String> needed) {
        placesOf(needed);
    }

    /**
     * Opens an iteration over rows, which the caller closes.
     *
     * @param features the columns to read as numbers, in the order of a row
     * @param label the column with the class label, if needed
     * @param range the rows to read
     * @throws DataException if a column is not in the file
     */
    public CsvRows rows(List<String> features, Optional<String> label, RowRange range) {
        List<String> others = columnsBeside(features, label);
        int[] indices =
                features.stream().mapToInt(feature -> indexOf(feature, others)).toArray();
        int labelIndex = label.map(column -> indexOf(column, others)).orElse(-1);
        try {
            CountedStream bytes = new CountedStream(source.open());
            return new CsvRows(this, reader(buffered(bytes)), bytes, indices, labelIndex, range);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Opens the file in pieces of whole rows, which the caller closes.
     *
     * @param size the number of characters of a piece; a longer row is a piece by itself
     */
    public CsvPieces pieces(int size) {
        try {
            CountedStream bytes = new CountedStream(source.open());
            return new CsvPieces(this, ByteOrderMark.reader(buffered(bytes), charset), bytes, size);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the line that a character is in, from 1, for messages. Reads the file up to it. */
    long line(long character) {
        try (Reader text = new BufferedReader(ByteOrderMark.reader(buffered(source.open()), charset))) {
            long line = 1;
            int before = 0;
            for (long i = 0; i < character; i++) {
                int c = text.read();
                line += c == '\r' || (c == '\n' && before != '\r') ? 1 : 0;
                before = c;
            }
            return line;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    DataException unreadable(Exception cause) {
        return new DataException(
                word(option),
                name + " cannot be read: " + (cause.getMessage() == null ? "it ends too early" : words(cause)),
                cause);
    }

    /** Adds what is wrong to what the parser says, which is where. */
    private static String words(Exception cause) {
        return cause instanceof CsvParseException && cause.getCause() instanceof CsvParseException why
                ? cause.getMessage() + ": " + why.getMessage()
                : String.valueOf(cause.getMessage());
    }

    /** Returns the failure to throw for what is wrong with this file; the text follows its name. */
    DataException problem(String text) {
        return new DataException(word(option), name + text);
    }

    private static String word(String option) {
        return option.split(" ", 2)[0];
    }

    /**
     * Returns the place of each of these columns in a row, from 0.
     *
     * @throws DataException if one of them is not in the file
     */
    public int[] placesOf(List<String> wanted) {
        List<String> others = columnsBeside(wanted, Optional.empty());
        return wanted.stream().mapToInt(column -> indexOf(column, others)).toArray();
    }

    /** Returns the columns that are neither features nor the label. */
    public List<String> columnsBeside(List<String> features, Optional<String> label) {
        var known = new HashSet<>(features);
        label.ifPresent(known::add);
        return columns.stream().filter(column -> !known.contains(column)).toList();
    }

    /**
     * Rejects text with the replacement character: it stands for bytes that are invalid in the encoding, so two
     * different labels could become equal.
     */
    void requireDecoded(String text, String place) {
        if (text.indexOf('\ufffd') >= 0) {
            throw problem(", " + place + " has bytes that are not valid " + charset + ": \"" + ShortList.shortened(text)
                    + "\"; name the encoding of the file, such as --charset windows-1252");
        }
    }

    /**
     * Returns the index of a column.
     *
     * @param meant the columns to suggest if it is missing
     */
    private int indexOf(String column, List<String> meant) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw problem(" has no column \"" + column + "\"; its columns are " + ShortList.inBrackets(columns)
                    + hint(column, meant));
        }
        return index;
    }

    private String hint(String column, List<String> meant) {
        if (columns.size() == 1
                && (columns.get(0).contains(";") || columns.get(0).contains("\t"))) {
            return ". Fields must be separated by commas";
        }
        return Names.nearest(column, meant)
                .map(near -> ". Did you mean \"" + near + "\"?")
                .orElse("");
    }

    /**
     * Rejects binary files.
     *
     * @return the stream, still at its beginning
     */
    private InputStream requireText(InputStream stream) throws IOException {
        stream.mark(FileKind.HEAD);
        byte[] head = stream.readNBytes(FileKind.HEAD);
        stream.reset();
        boolean wide = charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
        FileKind.noText(head).filter(why -> !wide).ifPresent(why -> {
            throw problem(" " + why);
        });
        return stream;
    }

    private InputStream buffered(InputStream stream) throws IOException {
        return new BufferedInputStream(packing.unpacked(stream), BUFFER);
    }

    private CsvReader<CsvRecord> reader(InputStream stream) throws IOException {
        return CsvReader.builder()
                .detectBomHeader(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(stream, charset);
    }

    private interface Source {
        InputStream open() throws IOException;
    }
}
