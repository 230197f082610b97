package io.elmstream.tables;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.elmstream.data.CountedStream;
import io.elmstream.data.DataException;
import io.elmstream.data.Packing;
import io.elmstream.elm.ShortList;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A CSV file, plain or compressed by gzip or zstd. What its {@link Layout} leaves open is found out from its first
 * rows.
 */
public final class CsvFile implements TableSource {

    private static final int BUFFER = 1 << 16;

    /** The number of characters that are examined. */
    private static final int HEAD = 1 << 16;

    private final FileName name;
    private final Content content;
    private final Packing packing;
    private final Dialect dialect;
    private final List<String> findings;
    private final List<String> columns;

    private CsvFile(FileName name, Content content, Packing packing, Layout layout) {
        this.name = name;
        this.content = content;
        this.packing = packing;
        try (InputStream stream = new BufferedInputStream(packing.unpacked(content.open()), BUFFER)) {
            Encoding encoding = encoding(stream, layout);
            CsvSniffer sniffer = new CsvSniffer(head(ByteOrderMark.reader(stream, encoding.charset()), layout));
            this.dialect = sniffer.dialect(layout, encoding.charset());
            this.findings = sniffer.findings(layout, dialect, encoding);
            this.columns = columns(
                    sniffer.records(dialect.delimiter(), dialect.comment()), sniffer.isEmpty(dialect.comment()));
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw name.unreadable(e);
        }
    }

    /**
     * Opens a file; one whose name ends in {@code .gz} or {@code .zst} is decompressed.
     *
     * @throws DataException if it cannot be read, is not a text file, or is empty
     */
    public static CsvFile of(Path path) {
        return of("", path, Layout.UNKNOWN);
    }

    /**
     * Opens a file.
     *
     * @param option that names the file, for messages; may be followed by a word of its value
     */
    public static CsvFile of(String option, Path path, Layout layout) {
        FileName name = new FileName(option, path.toString());
        if (!Files.isRegularFile(path)) {
            throw name.problem(" does not exist or is not a file");
        }
        return new CsvFile(name, () -> Files.newInputStream(path), Packing.of(name.path()), layout);
    }

    /**
     * Returns a file with the given content.
     *
     * @param name for messages
     * @throws DataException if it is empty
     */
    public static CsvFile ofText(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new CsvFile(new FileName("", name), () -> new ByteArrayInputStream(bytes), Packing.NONE, Layout.UNKNOWN);
    }

    /** Returns a file on the class path, compressed by gzip. */
    static CsvFile resource(String path) {
        Content content = () -> {
            InputStream stream = CsvFile.class.getResourceAsStream(path);
            if (stream == null) {
                throw new NoSuchFileException(path);
            }
            return stream;
        };
        return new CsvFile(new FileName("", path), content, Packing.GZIP, Layout.UNKNOWN);
    }

    @Override
    public FileName name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Set<String> missing() {
        return dialect.missing();
    }

    @Override
    public List<String> findings() {
        return findings;
    }

    @Override
    public RowSource open(Wanted wanted, int partSize) {
        return new CsvSource(this, Uses.of(this, wanted), partSize);
    }

    @Override
    public String place(long row) {
        try (CsvReader<CsvRecord> reader = dialect.records(text(content.open()))) {
            Iterator<CsvRecord> records = reader.iterator();
            for (long i = dialect.header() ? 0 : 1; i < row && records.hasNext(); i++) {
                records.next();
            }
            return records.hasNext()
                    ? "row " + row + " (line " + (records.next().getStartingLineNumber() + dialect.skip()) + ")"
                    : "row " + row;
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            return "row " + row;
        }
    }

    /**
     * Opens the file in pieces of whole rows, which the caller closes.
     *
     * @param size the number of characters of a piece; a longer row is a piece by itself
     */
    CsvPieces pieces(int size) {
        try {
            CountedStream bytes = new CountedStream(content.open());
            return new CsvPieces(this, text(bytes), bytes, size);
        } catch (IOException e) {
            throw name.unreadable(e);
        }
    }

    /** Returns the line that a character is in, from 1, for messages. Reads the file up to it. */
    long line(long character) {
        try (Reader text = new BufferedReader(text(content.open()))) {
            long line = 1L + dialect.skip();
            int before = 0;
            for (long i = 0; i < character; i++) {
                int c = text.read();
                line += c == '\r' || (c == '\n' && before != '\r') ? 1 : 0;
                before = c;
            }
            return line;
        } catch (IOException e) {
            throw name.unreadable(e);
        }
    }

    /** Returns the rows as text. */
    private Reader text(InputStream bytes) throws IOException {
        InputStream stream = new BufferedInputStream(packing.unpacked(bytes), BUFFER);
        return skipped(ByteOrderMark.reader(stream, dialect.charset()), dialect.skip());
    }

    Dialect dialect() {
        return dialect;
    }

    private Encoding encoding(InputStream stream, Layout layout) throws IOException {
        stream.mark(HEAD);
        byte[] head = stream.readNBytes(HEAD);
        stream.reset();
        Encoding encoding = Encoding.of(head, layout.charset());
        byte[] first = Arrays.copyOf(head, Math.min(head.length, FileKind.HEAD));
        FileKind.noText(first).filter(why -> !encoding.isWide()).ifPresent(why -> {
            throw name.problem(" " + why);
        });
        return encoding;
    }

    private static CsvSniffer.Head head(Reader text, Layout layout) throws IOException {
        Reader reader = skipped(text, layout.skip());
        char[] head = new char[HEAD];
        int length = 0;
        int read = 0;
        while (read >= 0) {
            if (length == head.length) {
                if (!isInFirstLine(head)) {
                    break;
                }
                head = Arrays.copyOf(head, 2 * length);
            }
            read = reader.read(head, length, head.length - length);
            length += Math.max(0, read);
        }
        return new CsvSniffer.Head(new String(head, 0, length), read < 0);
    }

    /** The names of thousands of columns do not fit into the usual head. */
    private static boolean isInFirstLine(char[] head) {
        return head.length < CsvPieces.LONGEST_ROW
                && IntStream.range(0, head.length).noneMatch(i -> head[i] == '\n' || head[i] == '\r');
    }

    private static Reader skipped(Reader reader, int lines) throws IOException {
        if (lines == 0) {
            return reader;
        }
        BufferedReader buffered = new BufferedReader(reader);
        for (int i = 0; i < lines; i++) {
            buffered.readLine();
        }
        return buffered;
    }

    private List<String> columns(List<List<String>> records, boolean isEmpty) {
        if (records.isEmpty()) {
            throw name.problem(
                    isEmpty
                            ? " is empty; its first line must name the columns"
                            : " has a first line of more than %,d columns, or one that is not valid CSV"
                                    .formatted(Dialect.MOST_COLUMNS));
        }
        List<String> first = records.get(0);
        if (!dialect.header()) {
            return IntStream.rangeClosed(1, first.size())
                    .mapToObj(number -> "column" + number)
                    .toList();
        }
        var seen = new HashSet<String>();
        for (String column : first) {
            if (column.indexOf(CsvRowHandler.INVALID) >= 0) {
                throw name.problem(", the header has bytes that are not valid " + dialect.charset() + ": \""
                        + ShortList.shortened(column)
                        + "\"; name the encoding of the file, such as --charset windows-1252");
            }
            if (!seen.add(column)) {
                throw name.problem(" has two columns \"" + column + "\"; names must differ");
            }
        }
        return List.copyOf(first);
    }

    private interface Content {
        InputStream open() throws IOException;
    }
}
