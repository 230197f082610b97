package io.elmstream.tables;

import io.elmstream.data.CountedStream;
import io.elmstream.data.DataException;
import io.elmstream.elm.ShortList;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Optional;

/**
 * A CSV file cut into pieces of whole rows, so that several threads can parse it. Where it is cut depends on the file
 * and the size of the pieces alone.
 */
final class CsvPieces implements AutoCloseable {

    /** A row with more characters than this most likely lacks a closing quotation mark. */
    static final int LONGEST_ROW = 1 << 24;

    private static final char QUOTE = '"';
    /** How much of an open field an error shows. */
    private static final int QUOTED = 60;

    /**
     * Some whole rows.
     *
     * @param text their characters
     * @param header whether the first row is the header
     */
    record Piece(char[] text, boolean header) {

        /** Returns a new reader of the rows. */
        Reader reader() {
            return new CharArrayReader(text);
        }
    }

    private final CsvFile file;
    private final char delimiter;
    private final Optional<Character> comment;
    private final Reader reader;
    private final CountedStream bytes;
    private final int size;
    private char[] buffer;
    private int length;
    private final boolean hasHeader;
    private boolean first = true;
    /** The number of characters before the buffer. */
    private long before;
    /** Where the quotation mark stands that is open at the end of the buffer, -1 if none is. */
    private int opened = -1;

    CsvPieces(CsvFile file, Reader reader, CountedStream bytes, int size) {
        this.file = file;
        this.delimiter = file.dialect().delimiter();
        this.comment = file.dialect().comment();
        this.hasHeader = file.dialect().header();
        this.reader = reader;
        this.bytes = bytes;
        this.size = size;
        this.buffer = new char[size];
    }

    /**
     * Returns the next piece; empty at the end of the file.
     *
     * @throws DataException if the file cannot be read, a row has no end, or a field goes on behind its closing
     *     quotation mark
     */
    Optional<Piece> next() {
        boolean more = fill();
        int end = more ? lastEnd() : length;
        while (end == 0 && more) {
            if (buffer.length >= LONGEST_ROW) {
                throw file.name()
                        .problem(" has a row of more than " + LONGEST_ROW
                                + " characters: is a closing quotation mark missing?");
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            more = fill();
            end = more ? lastEnd() : length;
        }
        if (end == 0) {
            return Optional.empty();
        }
        if (!more) {
            requireClosedQuotes();
        }
        Piece piece = new Piece(Arrays.copyOf(buffer, end), first && hasHeader);
        System.arraycopy(buffer, end, buffer, 0, length - end);
        length -= end;
        before += end;
        if (buffer.length > size && length <= size) {
            buffer = Arrays.copyOf(buffer, size);
        }
        first = false;
        return Optional.of(piece);
    }

    /** Returns the number of bytes read from the file, compressed if the file is, which may be ahead of the piece. */
    long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw file.name().unreadable(e);
        }
    }

    /** Fills the buffer, and returns whether it is full, so that the file may go on. */
    private boolean fill() {
        try {
            while (length < buffer.length) {
                int read = reader.read(buffer, length, buffer.length - length);
                if (read < 0) {
                    return false;
                }
                length += read;
            }
            return true;
        } catch (IOException e) {
            throw file.name().unreadable(e);
        }
    }

    /** Returns where the last row that ends in the buffer ends, 0 if none does. */
    private int lastEnd() {
        for (int i = 0; i < length; i++) {
            if (buffer[i] == QUOTE) {
                return lastEndWithQuotes();
            }
        }
        int end = length;
        while (end > 0 && !isEnd(end - 1)) {
            end--;
        }
        return end;
    }

    /** @throws DataException if the file ends within quotation marks, which have swallowed the rows behind them */
    private void requireClosedQuotes() {
        lastEndWithQuotes();
        if (opened >= 0) {
            throw file.name()
                    .problem(" ends within a quotation mark that is not closed; it opens "
                            + ShortList.shortened(new String(buffer, opened, Math.min(length - opened, QUOTED))));
        }
    }

    /** Does the same where line breaks may be quoted: a quotation mark counts at the start of a field only. */
    private int lastEndWithQuotes() {
        int end = 0;
        int field = 0;
        boolean quoted = false;
        boolean start = true;
        boolean closed = false;
        boolean line = true;
        boolean commented = false;
        opened = -1;
        for (int i = 0; i < length; i++) {
            char c = buffer[i];
            commented = !quoted && (commented || (line && comment.isPresent() && comment.get() == c));
            line = false;
            if (commented) {
                if (isEnd(i)) {
                    end = i + 1;
                    commented = false;
                    line = true;
                    start = true;
                }
            } else if (quoted) {
                // the second mark of a doubled one opens the field again
                quoted = c != QUOTE;
                start = !quoted;
                closed = !quoted;
                opened = quoted ? opened : -1;
            } else if (c == QUOTE && start) {
                quoted = true;
                closed = false;
                opened = i;
            } else {
                start = c == delimiter;
                if (closed && !start && c != '\n' && c != '\r') {
                    throw behindQuote(field, i);
                }
                closed = false;
                field += start ? 1 : 0;
                if (isEnd(i)) {
                    end = i + 1;
                    field = 0;
                    line = true;
                    start = true;
                }
            }
        }
        return end;
    }

    /** Another program would read such a field in another way, and could take the next rows for a part of it. */
    private DataException behindQuote(int field, int at) {
        String column =
                field < file.columns().size() ? "column \"" + file.columns().get(field) + "\"" : "a field";
        return file.name()
                .problem(", line " + file.line(before + at) + ", " + column
                        + " goes on behind its closing quotation mark, with "
                        + ShortList.shortened(new String(buffer, at, Math.min(length - at, QUOTED))
                                .lines()
                                .findFirst()
                                .orElse(""))
                        + "; a quotation mark within quotation marks must be written twice");
    }

    /** Returns whether a row may end here: at a line feed, or at a carriage return that no line feed follows. */
    private boolean isEnd(int i) {
        return buffer[i] == '\n' || (buffer[i] == '\r' && i + 1 < length && buffer[i + 1] != '\n');
    }
}
