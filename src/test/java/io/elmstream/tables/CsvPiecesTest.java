package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.elmstream.data.DataException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvPiecesTest {

    @TempDir
    Path folder;

    @Property(tries = 300)
    void shouldCutBetweenRowsWhateverIsQuoted(
            @ForAll("rows") List<List<String>> rows,
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll LineDelimiter end)
            throws IOException {
        // Given
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder()
                .lineDelimiter(end == LineDelimiter.PLATFORM ? LineDelimiter.LF : end)
                .build(text)) {
            writer.writeRecord("first", "second");
            rows.forEach(writer::writeRecord);
        }

        // When
        List<List<String>> read = new ArrayList<>();
        try (CsvPieces pieces = CsvFile.ofText("text", text.toString()).pieces(size)) {
            for (Optional<CsvPieces.Piece> next = pieces.next(); next.isPresent(); next = pieces.next()) {
                assertThat(next.get().header()).isEqualTo(read.isEmpty());
                read.addAll(records(next.get().reader()));
            }
        }

        // Then
        assertThat(read.get(0)).containsExactly("first", "second");
        assertThat(read.subList(1, read.size())).isEqualTo(rows);
    }

    @Provide
    Arbitrary<List<List<String>>> rows() {
        return Arbitraries.strings()
                // no carriage return: behind a quoted one, FastCSV 4.1 loses the end of the row
                .withChars("ab,\"\n ")
                .ofMaxLength(8)
                .list()
                .ofSize(2)
                // an empty line is no row
                .filter(row -> !row.get(0).isEmpty())
                .list()
                .ofMaxSize(20);
    }

    @Test
    void shouldReadTheEncodingThatAMarkNames() throws IOException {
        // Given
        Path file = folder.resolve("wide.csv");
        Files.write(file, "\ufeffname\ngr\u00fcn\n".getBytes(StandardCharsets.UTF_16LE));

        // When
        List<List<String>> read;
        try (CsvPieces pieces = CsvFile.of(file).pieces(100)) {
            read = records(pieces.next().orElseThrow().reader());
        }

        // Then
        assertThat(read).containsExactly(List.of("name"), List.of("gr\u00fcn"));
    }

    @Test
    void shouldRefuseARowWithoutAnEnd() {
        // Given
        CsvFile file = CsvFile.ofText("text", "name\n\"never closed" + "\nline".repeat(CsvPieces.LONGEST_ROW / 4));

        // When, then
        try (CsvPieces pieces = file.pieces(1 << 20)) {
            pieces.next();
            assertThatThrownBy(() -> {
                        while (pieces.next().isPresent()) {
                            // until the row is too long
                        }
                    })
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("is a closing quotation mark missing?");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 1_000})
    void shouldRefuseTextBehindAClosingQuotationMark(int size) {
        // Given
        String text = "name,size\r\n\"two\nlines\",1\r\nrack,\"19\" rack\"\r\nnext,\"2\"\r\n";

        // When, then: FastCSV would take the next row for a part of this one
        try (CsvPieces pieces = CsvFile.ofText("text", text).pieces(size)) {
            assertThatThrownBy(() -> {
                        while (pieces.next().isPresent()) {
                            // until it is reached
                        }
                    })
                    .isInstanceOf(DataException.class)
                    .hasMessage("text, line 4, column \"size\" goes on behind its closing quotation mark, with  rack\""
                            + "; a quotation mark within quotation marks must be written twice");
        }
    }

    /** Either both read the file, with the same rows, or none does. */
    @Property(tries = 1_000)
    void shouldReadWhatTheReaderReads(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 20) int size)
            throws IOException {
        // Given
        String whole = "first,second\n" + text;

        // When
        Optional<List<List<String>>> read = whole(whole);
        Optional<List<List<String>>> pieces = inPieces(whole, size);

        // Then: a file that ends within quotation marks is refused by pieces alone
        if (pieces.isPresent()) {
            assertThat(pieces).isEqualTo(read);
        } else {
            assertThat(read.isEmpty() || text.contains("\"")).isTrue();
        }
        if (read.isEmpty()) {
            assertThat(pieces).isEmpty();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("a,\"\n ").ofMaxLength(30);
    }

    private static Optional<List<List<String>>> whole(String text) throws IOException {
        try {
            return Optional.of(records(new StringReader(text)));
        } catch (CsvParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<List<String>>> inPieces(String text, int size) throws IOException {
        List<List<String>> read = new ArrayList<>();
        try (CsvPieces pieces = CsvFile.ofText("text", text).pieces(size)) {
            for (Optional<CsvPieces.Piece> next = pieces.next(); next.isPresent(); next = pieces.next()) {
                read.addAll(records(next.get().reader()));
            }
            return Optional.of(read);
        } catch (DataException e) {
            return Optional.empty();
        }
    }

    @Test
    void shouldRefuseAFileThatEndsWithinAQuotationMark() {
        // Given
        CsvFile file = CsvFile.ofText("text", "name,note\na,\"fine\"\nb,\"oops\nc,d\n");

        // When, then
        try (CsvPieces pieces = file.pieces(1 << 20)) {
            assertThatThrownBy(pieces::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("is not closed; it opens \"oops");
        }
    }

    private static List<List<String>> records(Reader reader) throws IOException {
        List<List<String>> records = new ArrayList<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(reader)) {
            csv.forEach(record -> records.add(record.getFields()));
        }
        return records;
    }
}
