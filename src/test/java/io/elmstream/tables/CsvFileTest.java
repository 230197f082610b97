package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.data.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
        List<String> rows = new ArrayList<>();
        table(file)
                .rows(List.of("b", "a"), Optional.of("state"), RowRange.parse("2..3"))
                .forEach(row ->
                        rows.add(row.number() + " " + Arrays.toString(row.features()) + " " + row.label("state")));

        // Then
        assertThat(rows).containsExactly("2 [4.0, 3.0] off", "3 [NaN, 5.0] on");
    }

    @Test
    void shouldReadFilesWithTensOfThousandsOfColumns() {
        // Given
        List<String> names =
                IntStream.range(0, 20_000).mapToObj(i -> "sensor_" + i).toList();
        String row = "1" + ",2".repeat(19_999) + "\n";

        // When
        CsvFile file = write(String.join(",", names) + "\n" + row + row);

        // Then
        assertThat(file.columns()).isEqualTo(names);
        assertThat(read(file, "sensor_0")).containsExactly("[1.0]", "[1.0]");
        assertThat(file.place(2)).isEqualTo("row 2 (line 3)");
    }

    @Test
    void shouldUnpackFilesOfThatName() throws IOException {
        // Given
        Path path = folder.resolve("rows.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("a\n1.5\n".getBytes(StandardCharsets.UTF_8));
        }

        // When, then
        assertThat(read(CsvFile.of(path), "a")).containsExactly("[1.5]");
    }

    @Test
    void shouldNameFileRowColumnAndValueOfABadNumber() {
        // Given
        CsvFile file = write("a,b\n1,2\n3,four\n");

        // When / Then
        assertThatThrownBy(() -> read(file, "a", "b"))
                .isInstanceOf(DataException.class)
                .hasMessage(file.name() + ", row 2 (line 3), column \"b\" is \"four\", must be a number");
    }

    @Test
    void shouldRefuseNumbersTooLargeForAFloat() {
        CsvFile file = write("a\n1e39\n");
        assertThatThrownBy(() -> read(file, "a"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("\"1e39\"");
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        CsvFile file = write("a,b\n1,2\n3\n");
        assertThatThrownBy(() -> read(file, "a")).hasMessageContaining("row 2 (line 3) has 1 field, the header has 2");
    }

    @Test
    void shouldSayWhichColumnsThereAre() {
        CsvFile file = write("a,b\n1,2\n");
        assertThatThrownBy(() -> TableSamples.toTrain(table(file), "state", RowRange.ALL))
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
        TableSamples samples =
                TableSamples.toEvaluate(table(file), "state", RowRange.ALL, List.of("a"), List.of("off", "on"));

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
        assertThatThrownBy(() -> TableSamples.toTrain(
                        table(CsvFile.of("--data", path, Layout.UNKNOWN.in(StandardCharsets.UTF_8))),
                        "state",
                        RowRange.ALL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 1 (line 2), column \"state\" has bytes that are not valid UTF-8")
                .hasMessageContaining("--charset");
        CsvFile found = CsvFile.of(path);
        assertThat(TableSamples.toTrain(table(found), "state", RowRange.ALL).labels())
                .containsExactly("f\u00f6r", "f\u00fcr");
        assertThat(found.findings()).containsExactly("Latin-1 (windows-1252)");
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
    @ValueSource(
            strings = {"0x10", "0x1p3", "1f", "1d", "1_000", "1 000", "--1", "truth", "Infinity", "1e400", "1.2.3"})
    void shouldTakeNothingForANumberThatIsNone(String field) {
        // Given
        CsvFile file = write("a,b\n1,2\n3," + field + "\n");

        // When / Then
        assertThatThrownBy(() -> read(file, "a", "b"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        file.name() + ", row 2 (line 3), column \"b\" is \"" + field + "\", must be a number");
    }

    @Test
    void shouldSayThatADecimalCommaIsNone() {
        assertThatThrownBy(() -> read(write("a,b\n1,\"1,5\"\n"), "b"))
                .hasMessageEndingWith("must be a number, with a point and no comma");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  '| row 1 (line 2), column \"state\" is empty",
                "'\"on\n2,off\"'| row 1 (line 2), column \"state\" contains a line break",
                "'\"on\n2,off'| ends within a quotation mark that is not closed; it opens \"on",
                "'o\u0000n'| row 1 (line 2), column \"state\" contains a zero byte"
            })
    void shouldRefuseALabelThatIsNone(String label, String message) {
        // Given: a zero byte past where a file is looked at
        String padding = "x".repeat(FileKind.HEAD);
        CsvFile file = write("a,\"" + padding + "\",state\n1,," + label + "\n");

        // When / Then
        assertThatThrownBy(() -> table(file)
                        .rows(List.of("a"), Optional.of("state"), RowRange.ALL)
                        .forEach(row -> row.label("state").isEmpty()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseRowsBeyondTheEnd() {
        // Given
        CsvFile file = write("a\n1\n2\n");

        // When / Then
        assertThatThrownBy(() -> table(file)
                        .rows(List.of("a"), List.of(), RowRange.parse("3..9"))
                        .forEach(row -> true))
                .hasMessage(file.name() + " has 2 rows, and none in 3..9");
        assertThatThrownBy(() -> read(write("alpha\n"), "alpha")).hasMessageEndingWith("has no rows below its header");
    }

    @Test
    void shouldRefuseTextBehindAClosingQuotationMark() {
        // Given
        CsvFile file = write("a,state\n1,on\n2,\"19\" rack\"\n3,on\n");

        // When / Then
        assertThatThrownBy(() -> read(file, "a"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(", line 3, column \"state\" goes on behind its closing quotation mark");
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
        assertThatThrownBy(() -> table(write("pressure,flow\n1,2\n")).columnsWithout("presure"))
                .hasMessageContaining("has no column \"presure\"")
                .hasMessageEndingWith("Did you mean \"pressure\"?");
    }

    @Test
    void shouldRefuseRangesThatAreNone() {
        assertThat(RowRange.parse(" 1..43500 ")).isEqualTo(new RowRange(1, 43_500));
        for (String text : List.of("", "5", "0..3", "4..3", "1-3", "a..b", "1..99999999999999999999")) {
            assertThatThrownBy(() -> RowRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Table table(CsvFile file) {
        return Table.of(file);
    }

    /** Returns the features of all rows. */
    private static List<String> read(CsvFile file, String... features) {
        List<String> rows = new ArrayList<>();
        table(file)
                .rows(List.of(features), List.of(), RowRange.ALL)
                .forEach(row -> rows.add(Arrays.toString(row.features())));
        return rows;
    }

    private CsvFile write(String text) {
        try {
            return CsvFile.of(Files.writeString(folder.resolve("rows.csv"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
