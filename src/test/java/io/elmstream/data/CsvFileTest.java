package io.elmstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                    .hasMessage(file.name() + ", row 2, column \"b\" is \"four\", must be a number");
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
            assertThatThrownBy(rows::next).hasMessageContaining("row 2 has 1 fields, the header has 2");
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
        assertThatThrownBy(() -> samples.forEach((row, label) -> assertThat(label).isEqualTo(1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 2, column \"state\" is \"broken\", must be one of [off, on]");
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
