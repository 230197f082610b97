package io.elmstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadChosenColumnsOfChosenRows() {
        // Given
        CsvFile file = write("a,b,state\n1,2,on\n3,4,off\n5,,on\n7,8,off\n");

        // When
        try (CsvRows rows = file.rows(List.of("b", "a"), Optional.of("state"), RowRange.parse("2..3"))) {

            // Then
            assertThat(rows.next()).isTrue();
            assertThat(rows.number()).isEqualTo(2);
            assertThat(rows.features()).containsExactly(4, 3);
            assertThat(rows.label()).isEqualTo("off");
            assertThat(rows.next()).isTrue();
            assertThat(rows.features()).containsExactly(Float.NaN, 5);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void shouldUnpackFilesOfThatName() throws IOException {
        // Given
        Path path = folder.resolve("rows.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("a\n1.5\n".getBytes(StandardCharsets.UTF_8));
        }

        // When
        try (CsvRows rows = CsvFile.of(path).rows(List.of("a"), Optional.empty(), RowRange.ALL)) {

            // Then
            assertThat(rows.next()).isTrue();
            assertThat(rows.features()).containsExactly(1.5f);
        }
    }

    @Test
    void shouldNameFileRowColumnAndValueOfABadNumber() {
        // Given
        CsvFile file = write("a,b\n1,2\n3,four\n");

        // When / Then
        try (CsvRows rows = file.rows(List.of("a", "b"), Optional.empty(), RowRange.ALL)) {
            rows.next();
            assertThatThrownBy(rows::next)
                    .isInstanceOf(DataException.class)
                    .hasMessage(file.name() + ", row 2 (line 3), column \"b\" is \"four\", must be a number");
        }
    }

    @Test
    void shouldRefuseNumbersTooLargeForAFloat() {
        CsvFile file = write("a\n1e39\n");
        try (CsvRows rows = file.rows(List.of("a"), Optional.empty(), RowRange.ALL)) {
            assertThatThrownBy(rows::next).isInstanceOf(DataException.class).hasMessageContaining("\"1e39\"");
        }
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        CsvFile file = write("a,b\n1,2\n3\n");
        try (CsvRows rows = file.rows(List.of("a"), Optional.empty(), RowRange.ALL)) {
            rows.next();
            assertThatThrownBy(rows::next).hasMessageContaining("row 2 (line 3) has 1 field, the header has 2");
        }
    }

    @Test
    void shouldSayWhichColumnsThereAre() {
        CsvFile file = write("a,b\n1,2\n");
        assertThatThrownBy(() -> CsvSamples.toTrain(file, "state", RowRange.ALL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has no column \"state\"; its columns are [a, b]");
    }

    @Test
    void shouldRefuseWhatIsNoTable() throws IOException {
        Path noGzip = Files.writeString(folder.resolve("plain.csv.gz"), "a,b\n1,2\n");
        assertThatThrownBy(() -> write("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> write("a,a\n1,2\n")).hasMessageContaining("two columns \"a\"");
        assertThatThrownBy(() -> CsvFile.of(folder.resolve("none.csv"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> CsvFile.of(noGzip))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("plain.csv.gz");
    }

    @Test
    void shouldRefuseALabelThatTheModelDoesNotKnow() {
        // Given
        CsvFile file = write("a,state\n1,on\n2,broken\n");
        CsvSamples samples = CsvSamples.toEvaluate(file, "state", RowRange.ALL, List.of("a"), List.of("off", "on"));

        // When / Then
        assertThatThrownBy(
                        () -> samples.forEach((row, label) -> assertThat(label).isEqualTo(1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 2 (line 3), column \"state\" is \"broken\", must be one of [off, on]");
    }

    @Test
    void shouldNameTheRowWhoseBytesAreNoUtf8() throws IOException {
        // Given: two labels of Latin-1, which would both be read as "f?r"
        Path path = folder.resolve("latin.csv");
        Files.write(path, "a,state\n1,f\u00fcr\n2,f\u00f6r\n".getBytes(StandardCharsets.ISO_8859_1));

        // When / Then
        assertThatThrownBy(() -> CsvSamples.toTrain(CsvFile.of(path), "state", RowRange.ALL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 1 (line 2), column \"state\" has bytes that are not valid UTF-8")
                .hasMessageContaining("--charset");
        assertThat(CsvSamples.toTrain(CsvFile.of("--data", path, StandardCharsets.ISO_8859_1), "state", RowRange.ALL)
                        .labels())
                .containsExactly("f\u00f6r", "f\u00fcr");
    }

    @Test
    void shouldReadAFileWithAByteOrderMark() throws IOException {
        // Given
        Path utf8 = Files.writeString(folder.resolve("utf8.csv"), "\ufeffa,b\n1,2\n");
        Path utf16 = Files.write(folder.resolve("utf16.csv"), "\ufeffa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE));

        // When / Then
        assertThat(CsvFile.of(utf8).columns()).containsExactly("a", "b");
        assertThat(CsvFile.of(utf16).columns()).containsExactly("a", "b");
    }

    @Test
    void shouldReadATableWhoseFirstColumnIsCalledLikeAFormat() throws IOException {
        for (String column : List.of("PAR1", "ARROW1", "BZhigh")) {
            // Given
            Path path = Files.writeString(folder.resolve("rows.csv"), column + ",label\n1,a\n");

            // When / Then
            assertThat(CsvFile.of(path).columns()).containsExactly(column, "label");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "504b0304140006000800, is a ZIP archive",
        "1f8b0800000000000003, is compressed by gzip: its name must end in .gz",
        "5041523115041500, is a Parquet file",
        "454c4d530001, is a model file",
        "612c620a312c000a, is a binary file",
        "d0cf11e0a1b11ae1, is an old Excel workbook"
    })
    void shouldNameAFileThatIsNoTable(String hex, String message) throws IOException {
        // Given
        Path path = Files.write(folder.resolve("rows.csv"), HexFormat.of().parseHex(hex));

        // When / Then
        assertThatThrownBy(() -> CsvFile.of(path))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(path + " " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x10", "0x1p3", "1f", "1d", "1_000", "1 000", "--1", "true", "Infinity", "1e400", "1.2.3"})
    void shouldTakeNothingForANumberThatIsNone(String field) {
        // Given
        CsvFile file = write("a,b\n1,2\n3," + field + "\n");

        // When / Then
        try (CsvRows rows = file.rows(List.of("a", "b"), Optional.empty(), RowRange.ALL)) {
            rows.next();
            assertThatThrownBy(rows::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(
                            file.name() + ", row 2 (line 3), column \"b\" is \"" + field + "\", must be a number");
        }
    }

    @Test
    void shouldSayThatADecimalCommaIsNone() {
        try (CsvRows rows = write("a,b\n1,\"1,5\"\n").rows(List.of("b"), Optional.empty(), RowRange.ALL)) {
            assertThatThrownBy(rows::next).hasMessageEndingWith("must be a number, with a point and no comma");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  '| row 1 (line 2), column \"state\" is empty",
                "'\"on\n2,off'| row 1 (line 2), column \"state\" contains a line break",
                "'o\u0000n'| row 1 (line 2), column \"state\" contains a zero byte"
            })
    void shouldRefuseALabelThatIsNone(String label, String message) {
        // Given: a zero byte past where a file is looked at
        String padding = "x".repeat(FileKind.HEAD);
        CsvFile file = write("a,\"" + padding + "\",state\n1,," + label + "\n");

        // When / Then
        try (CsvRows rows = file.rows(List.of("a"), Optional.of("state"), RowRange.ALL)) {
            assertThatThrownBy(() -> {
                        rows.next();
                        rows.label();
                    })
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void shouldRefuseRowsBeyondTheEnd() {
        // Given
        CsvFile file = write("a\n1\n2\n");

        // When / Then
        try (CsvRows rows = file.rows(List.of("a"), Optional.empty(), RowRange.parse("3..9"))) {
            assertThatThrownBy(rows::next).hasMessage(file.name() + " has 2 rows, and none in 3..9");
        }
        try (CsvRows rows = write("alpha\n").rows(List.of("alpha"), Optional.empty(), RowRange.ALL)) {
            assertThatThrownBy(rows::next).hasMessageEndingWith("has no rows below its header");
        }
    }

    @Test
    void shouldRefuseTextBehindAClosingQuotationMark() {
        // Given
        CsvFile file = write("a,state\n1,on\n2,\"19\" rack\"\n3,on\n");

        // When / Then
        try (CsvRows rows = file.rows(List.of("a"), Optional.empty(), RowRange.ALL)) {
            rows.next();
            assertThatThrownBy(rows::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("line 3: Unexpected character after closing quote: ' ' (0x20)");
        }
    }

    @Test
    void shouldReadACompressedFileWhoseNameIsInUpperCase() throws IOException {
        // Given
        Path file = folder.resolve("DAY.CSV.GZ");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a,state\n1,on\n".getBytes(StandardCharsets.UTF_8));
        }

        // When / Then
        assertThat(CsvFile.of(file).columns()).containsExactly("a", "state");
    }

    @Test
    void shouldNameTheColumnThatMayBeMeant() {
        assertThatThrownBy(() -> write("pressure,flow\n1,2\n").columnsWithout("presure"))
                .hasMessageContaining("has no column \"presure\"")
                .hasMessageEndingWith("Did you mean \"pressure\"?");
        assertThatThrownBy(() -> write("pressure;flow\n1;2\n").columnsWithout("flow"))
                .hasMessageEndingWith("Fields must be separated by commas");
    }

    @Test
    void shouldRefuseRangesThatAreNone() {
        assertThat(RowRange.parse(" 1..43500 ")).isEqualTo(new RowRange(1, 43_500));
        for (String text : List.of("", "5", "0..3", "4..3", "1-3", "a..b", "1..99999999999999999999")) {
            assertThatThrownBy(() -> RowRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private CsvFile write(String text) {
        try {
            return CsvFile.of(Files.writeString(folder.resolve("rows.csv"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
