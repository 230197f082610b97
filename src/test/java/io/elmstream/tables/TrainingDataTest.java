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
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a table before a model is trained on it. */
class TrainingDataTest {

    @TempDir
    Path folder;

    @Test
    void shouldHaveNothingToSayOfUsualRows() {
        // Given: an air pressure in pascal, and a time in seconds of a week
        Table file =
                write("pascal,time,state", 200, i -> 101_325 + i % 9 + "," + (1_700_000_000 + 3_000 * i) + "," + i % 3);

        // When
        TableSamples samples = TableSamples.toTrain(file, "state", RowRange.ALL);

        // Then
        assertThat(samples.warnings()).isEmpty();
        assertThat(samples.rows()).isEqualTo(200);
    }

    @Test
    void shouldNameFeaturesThatFloatsCannotHold() {
        // Given: the second feature has 1e9 added
        Table file = write(
                "near,far,same,state", 200, i -> i % 7 + "," + (1_000_000_000 + i % 7) + ",1000000000.1," + i % 2);

        // When
        TableSamples samples = TableSamples.toTrain(file, "state", RowRange.ALL);

        // Then
        assertThat(samples.warnings())
                .singleElement()
                .asString()
                .contains("column \"far\" loses precision in 32-bit floats", "1.00000e+09", "subtract a constant");
    }

    @Test
    void shouldRefuseAQuantityForClasses() {
        // Given
        Table file = write("a,volts", 4_000, i -> i + "," + i % 2_000 / 10.0);

        // When / Then
        assertThatThrownBy(() -> TableSamples.toTrain(file, "volts", RowRange.ALL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column \"volts\" has 2,000 distinct values in 4,000 rows, all of them numbers")
                .hasMessageContaining("--many-classes");
        assertThat(TableSamples.toTrain(file, "volts", RowRange.ALL, Selection.ALL, true, bytes -> {})
                        .labels())
                .hasSize(2_000);
    }

    @Test
    void shouldRefuseNamesOfRowsForClasses() {
        Table file = write("a,serial", 50, i -> i + ",S-" + i);
        assertThatThrownBy(() -> TableSamples.toTrain(file, "serial", RowRange.ALL))
                .hasMessageContaining("50 distinct values in 50 rows, few of them repeated");
    }

    @Test
    void shouldTakeManyClassesThatHaveNames() {
        Table file = write("a,station", 600, i -> i + ",station " + i % 200);
        assertThat(TableSamples.toTrain(file, "station", RowRange.ALL).labels()).hasSize(200);
    }

    @Test
    void shouldRefuseLabelsThatLookAlike() {
        // Given: a space at the end, and an umlaut of one character and of two
        Table space = write("a,state", 10, i -> i + (i % 2 == 0 ? ",on" : ",on "));
        Table composed = write("a,state", 10, i -> i + (i % 2 == 0 ? ",f\u00fcr" : ",fu\u0308r"));

        // When / Then
        assertThatThrownBy(() -> TableSamples.toTrain(space, "state", RowRange.ALL))
                .hasMessageContaining("the labels \"on\" (5 rows) and \"on \" (5 rows)");
        assertThatThrownBy(() -> TableSamples.toTrain(composed, "state", RowRange.ALL))
                .hasMessageContaining("Unicode");
    }

    @Test
    void shouldWarnOfLabelsThatDifferByCaseAndOfAColumnWithoutAName() {
        // Given
        Table file = write(",a,state", 10, i -> i % 3 + "," + i + (i % 2 == 0 ? ",on" : ",On"));

        // When
        TableSamples samples = TableSamples.toTrain(file, "state", RowRange.ALL);

        // Then
        assertThat(samples.labels()).containsExactly("On", "on");
        assertThat(samples.warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning).contains("\"On\" and \"on\""))
                .anySatisfy(warning -> assertThat(warning).contains("column without a name"));
    }

    @Test
    void shouldTakeRowsWithoutALabelForATeacherOnly() {
        // Given
        Table file = write("b,state,a", 6, i -> i + "," + (i % 3 == 0 ? "on" : i % 3 == 1 ? "" : " ") + "," + -i);
        List<Integer> seen = new ArrayList<>();

        // When
        TableSamples mixed = TableSamples.toLabel(
                file, Optional.of("state"), RowRange.ALL, List.of("a", "b"), List.of("off", "on"), bytes -> {});
        mixed.forEach((features, label) -> seen.add(label));
        TableSamples none = TableSamples.toLabel(
                file, Optional.empty(), RowRange.ALL, List.of("a", "b"), List.of("off", "on"), bytes -> {});
        none.forEach((features, label) -> seen.add(label));

        // Then
        assertThat(seen).containsExactly(1, -1, -1, 1, -1, -1, -1, -1, -1, -1, -1, -1);
        assertThat(mixed.rows()).isEqualTo(6);
        assertThat(mixed.labelledRows()).isEqualTo(2);
        assertThat(none.labelledRows()).isZero();
        assertThatThrownBy(() -> TableSamples.toTrain(file, "state", RowRange.ALL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 2 (line 3), column \"state\" is empty, must be a class label");
    }

    @Test
    void shouldNameALabelThatTheTeacherDoesNotKnow() {
        // Given
        Table file = write("a,state", 3, i -> i + "," + (i == 2 ? "broken" : ""));

        // Then
        assertThatThrownBy(() -> TableSamples.toLabel(
                        file, Optional.of("state"), RowRange.ALL, List.of("a"), List.of("off", "on"), bytes -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "row 3 (line 4), column \"state\" is \"broken\", must be one of [off, on], or empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows.csv", "rows.csv.gz"})
    void shouldCountTheBytesOfTheFileThatEachPassReads(String name) throws IOException {
        // Given
        Path path = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(path);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            out.write("a,state\n".getBytes(StandardCharsets.UTF_8));
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 50_000; i++) {
                out.write((random.nextInt() + "," + i % 2 + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        List<Long> reported = new ArrayList<>();

        // When
        TableSamples samples = TableSamples.toTrain(
                Table.of(CsvFile.of(path)), "state", RowRange.ALL, Selection.ALL, false, reported::add);
        samples.forEach((features, label) -> {});
        samples.forEach((features, label) -> {});

        // Then
        assertThat(samples.bytes()).isEqualTo(Files.size(path));
        assertThat(samples.bytesRead()).isEqualTo(2 * Files.size(path));
        assertThat(reported).hasSize(50_000).isSorted();
        assertThat(reported.get(0)).isLessThan(Files.size(path));
    }

    private Table write(String header, int rows, LongFunction<String> row) {
        String text = header + "\n" + LongStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n")) + "\n";
        try {
            return Table.of(CsvFile.of(Files.writeString(Files.createTempFile(folder, "rows", ".csv"), text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
