package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as loggers, data frames and spreadsheets of several countries write them. */
class LayoutsTest {

    private static final Path FOLDER = Path.of("src/test/resources/layouts");
    private static final Layout WITH_MISSING = new Layout(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Set.of("?", "NA", "-"));
    private static final Layout WITH_COMMENTS = new Layout(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of('#'), 2, Set.of());

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldBeTrainedOn(
            String file, Layout layout, String label, List<String> findings, List<String> features, String firstRow) {
        // Given
        Table table = open(file, layout);

        // When
        TableSamples samples = TableSamples.toTrain(table, label, RowRange.ALL);

        // Then
        List<String> found = new ArrayList<>(table.findings());
        found.addAll(samples.findings());
        assertThat(found).isEqualTo(findings);
        assertThat(samples.featureNames()).isEqualTo(features);
        assertThat(samples.labels()).containsExactly("cold", "hot");
        assertThat(samples.rows()).isEqualTo(40);
        assertThat(rows(samples).get(0)).isEqualTo(firstRow);
    }

    static Stream<Arguments> layouts() {
        return Stream.of(
                Arguments.of(
                        "index.csv",
                        Layout.UNKNOWN,
                        "state",
                        List.of(
                                "booleans as 0 and 1: light",
                                "ignored columns date (times), \"\" (it has no name and counts the rows)"),
                        List.of("temp", "hum", "light"),
                        "[26.3, 43.7, 1.0] hot"),
                Arguments.of(
                        "semicolons.csv",
                        Layout.UNKNOWN,
                        "Zustand",
                        List.of(
                                "Latin-1 (windows-1252)",
                                "semicolons",
                                "decimal comma",
                                "categories, a feature for each value: Modus (3 values)",
                                "ignored columns Zeit (times)"),
                        List.of("Temp., au\u00dfen", "Feuchte", "Modus=auto", "Modus=manual", "Modus=off"),
                        "[26.3, 43.7, 1.0, 0.0, 0.0] hot"),
                Arguments.of(
                        "no-header.data",
                        Layout.UNKNOWN,
                        "column3",
                        List.of("no header, so that the columns are column1 to column3"),
                        List.of("column1", "column2"),
                        "[26.3, 43.7] hot"),
                Arguments.of(
                        "utf-16.csv",
                        Layout.UNKNOWN,
                        "state",
                        List.of("tabs"),
                        List.of("temp", "hum"),
                        "[26.3, 43.7] hot"),
                Arguments.of(
                        "missing.csv",
                        WITH_MISSING,
                        "state",
                        List.of("categories, a feature for each value: mode (3 values)"),
                        List.of("temp", "hum", "mode=auto", "mode=manual", "mode=off"),
                        "[26.3, 43.7, 1.0, 0.0, 0.0] hot"),
                Arguments.of(
                        "comments.csv", WITH_COMMENTS, "state", List.of(), List.of("temp", "hum"), "[26.3, 43.7] hot"));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void shouldReadTheSameReadingsFromCsvAndJson(String file) {
        // Given
        Selection selection = new Selection(List.of(), List.of("ts", "device"));

        // When
        TableSamples samples =
                TableSamples.toTrain(open(file, Layout.UNKNOWN), "state", RowRange.ALL, selection, false, bytes -> {});

        // Then
        assertThat(samples.featureNames())
                .containsExactly("humidity", "light", "mode=auto", "mode=manual", "mode=off", "temp");
        assertThat(rows(samples).subList(0, 2))
                .containsExactly("[43.7, 1.0, 1.0, 0.0, 0.0, 26.3] hot", "[42.3, 1.0, 0.0, 1.0, 0.0, 19.6] cold");
    }

    static Stream<String> readings() {
        return Stream.of("iot.csv", "iot.jsonl");
    }

    @Test
    void shouldTrainOnParquetAsOnCsv() {
        // Given
        Path files = Path.of("src/test/resources/parquet");
        Selection selection = new Selection(List.of("sensor1", "sensor2", "sensor3"), List.of());

        // When
        List<String> parquet = rows(train(files.resolve("pyarrow-zstd-2.parquet"), selection));
        List<String> csv = rows(train(files.resolve("rows.csv"), selection));

        // Then
        assertThat(parquet).hasSize(200).isEqualTo(csv);
    }

    @Test
    void shouldReadMissingValuesOfNumbersAndCategories() {
        // Given
        TableSamples samples = TableSamples.toTrain(open("missing.csv", WITH_MISSING), "state", RowRange.ALL);

        // When
        List<String> rows = rows(samples);

        // Then
        assertThat(rows.get(3)).contains("NaN, NaN, NaN]");
        assertThat(rows.get(5)).contains(", NaN, ");
        assertThat(rows.get(7)).startsWith("[NaN, ");
        assertThat(rows.stream().filter(row -> row.contains("NaN"))).hasSize(5);
        assertThatThrownBy(() -> rows(samples.requiringNumbers("leave it out")))
                .hasMessageContaining("row 4 (line 5), column \"mode\" is empty, or none of its values");
    }

    @Test
    void shouldSayHowToNameAMissingValue() {
        assertThatThrownBy(() -> TableSamples.toTrain(open("missing.csv", Layout.UNKNOWN), "state", RowRange.ALL))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("row 6 (line 7), column \"hum\" is \"NA\", must be a number; if it stands for a"
                        + " missing value, say so with --na \"NA\"");
    }

    @Test
    void shouldRefuseAColumnOfNames() {
        assertThatThrownBy(() -> TableSamples.toTrain(open("names.csv", Layout.UNKNOWN), "state", RowRange.ALL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column \"name\" has more than 64 different texts")
                .hasMessageEndingWith("leave it out with --ignore \"name\"");
    }

    @Test
    void shouldRefuseATextThatEqualsTheLabel() {
        // Given
        Table table = Table.of(CsvFile.ofText("text", "a,copy,state\n" + "1,on,on\n2,off,off\n".repeat(20)));

        // When / Then
        assertThatThrownBy(() -> TableSamples.toTrain(table, "state", RowRange.ALL))
                .hasMessageContaining("column \"copy\" equals the label in every row");
    }

    @Test
    void shouldTakeAValueThatTheModelDoesNotKnowForAMissingOne() {
        // Given
        Table table = Table.of(CsvFile.ofText("text", "mode,a\nauto,1\nturbo,2\n,3\n off ,4\n"));

        // When
        List<String> rows = new ArrayList<>();
        table.rows(List.of("a", "mode=off", "mode=auto"), List.of(), RowRange.ALL)
                .forEach(row -> rows.add(Arrays.toString(row.features())));

        // Then
        assertThat(rows).containsExactly("[1.0, 0.0, 1.0]", "[2.0, NaN, NaN]", "[3.0, NaN, NaN]", "[4.0, 1.0, 0.0]");
        assertThat(table.columnsBeside(List.of("mode=off", "mode=auto"), List.of()))
                .containsExactly("a");
    }

    @Test
    void shouldPreferAColumnOfTheNameToACategory() {
        // Given
        Table table = Table.of(CsvFile.ofText("text", "a,a=b,a=b=c\n1,2,d\n"));

        // When
        List<String> rows = new ArrayList<>();
        table.rows(List.of("a=b", "a=b=c=d"), List.of(), RowRange.ALL)
                .forEach(row -> rows.add(Arrays.toString(row.features())));

        // Then
        assertThat(rows).containsExactly("[2.0, 1.0]");
    }

    private static TableSamples train(Path file, Selection selection) {
        Table table = Table.of(TableFile.toRead(file).open("--data", Layout.UNKNOWN));
        return TableSamples.toTrain(table, "id", RowRange.ALL, selection, true, bytes -> {});
    }

    private static Table open(String file, Layout layout) {
        return Table.of(TableFile.toRead(FOLDER.resolve(file)).open("--data", layout));
    }

    private static List<String> rows(TableSamples samples) {
        List<String> rows = new ArrayList<>();
        samples.forEach((features, label) ->
                rows.add(Arrays.toString(features) + " " + samples.labels().get(label)));
        return rows;
    }
}
