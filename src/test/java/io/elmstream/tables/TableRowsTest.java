package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRowsTest {

    @TempDir
    Path folder;

    @Test
    void shouldCountRowsThroughAllFiles() throws IOException {
        // Given: columns in another order, and another form
        Table table = table(
                write("one.csv", "a,b\n1,2\n3,4\n"),
                write("two.csv", "b;a\n6;5\n8;7\n"),
                write("three.jsonl", "{\"b\":10,\"a\":9}\n"));

        // When
        List<String> rows = new ArrayList<>();
        table.rows(List.of("a", "b"), List.of("b"), RowRange.parse("2..5"))
                .forEach(row -> rows.add(row.number() + " " + row.features()[0] + " " + row.text("b")));

        // Then
        assertThat(rows).containsExactly("2 3.0 4", "3 5.0 6", "4 7.0 8", "5 9.0 10");
    }

    @Test
    void shouldNameTheFileAndTheRowInIt() throws IOException {
        // Given
        Table table = table(write("one.csv", "a\n1\n2\n"), write("two.csv", "a\n3\nx\n"));

        // When / Then
        assertThatThrownBy(
                        () -> table.rows(List.of("a"), List.of(), RowRange.ALL).forEach(row -> true))
                .isInstanceOf(DataException.class)
                .hasMessage("--data " + folder.resolve("two.csv")
                        + ", row 2 (line 3), column \"a\" is \"x\", must be a number");
    }

    @Test
    void shouldNameTheFileThatLacksAColumn() throws IOException {
        // Given
        Table table = table(write("one.csv", "a,b\n1,2\n"), write("two.csv", "a,c\n3,4\n"));

        // When / Then
        assertThatThrownBy(() -> table.rows(List.of("b"), List.of(), RowRange.ALL))
                .hasMessageContaining("two.csv has no column \"b\"; its columns are [a, c]");
    }

    @Test
    void shouldStopWhereTheVisitorDoes() throws IOException {
        // Given: a row behind that cannot be read
        Table table = table(write("one.csv", "a\n1\n2\nx\n"));

        // When
        List<Float> seen = new ArrayList<>();
        table.rows(List.of("a"), List.of(), RowRange.ALL).forEach(row -> {
            seen.add(row.features()[0]);
            return seen.size() < 2;
        });

        // Then
        assertThat(seen).containsExactly(1f, 2f);
    }

    @Test
    void shouldPassOnWhatTheVisitorThrows() throws IOException {
        for (Path file : List.of(
                write("one.csv", "a\n1\n"),
                write("one.jsonl", "{\"a\":1}\n"),
                Path.of("src/test/resources/parquet/pyarrow-zstd-2.parquet"))) {
            // Given
            IllegalStateException thrown = new IllegalStateException("its own");

            // When / Then
            assertThatThrownBy(() -> table(file)
                            .rows(List.of(), List.of(), RowRange.ALL)
                            .forEach(row -> {
                                throw thrown;
                            }))
                    .isSameAs(thrown);
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Table table(Path... files) {
        return Table.of(List.of(files).stream()
                .map(file -> TableFile.toRead(file).open("--data", Layout.UNKNOWN))
                .toList());
    }
}
