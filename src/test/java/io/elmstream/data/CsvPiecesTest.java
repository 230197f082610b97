package io.elmstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Reader;
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
                assertThat(next.get().first()).isEqualTo(read.isEmpty());
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
