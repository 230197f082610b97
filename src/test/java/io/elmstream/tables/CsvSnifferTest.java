package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSnifferTest {

    /** The same numbers are read, however they are written. */
    @Property(tries = 300)
    void shouldReadTheSameNumbersHoweverTheyAreWritten(
            @ForAll("tables") List<List<Double>> numbers,
            @ForAll("delimiters") String delimiter,
            @ForAll boolean header,
            @ForAll boolean windows) {
        // Given
        String end = windows ? "\r\n" : "\n";
        int width = numbers.get(0).size();
        boolean comma = !delimiter.equals(",");
        StringBuilder text = new StringBuilder();
        if (header) {
            text.append(names("c", width).stream().collect(Collectors.joining(delimiter)))
                    .append(end);
        }
        for (List<Double> row : numbers) {
            text.append(row.stream()
                            .map(number -> String.valueOf(number).replace('.', comma ? ',' : '.'))
                            .collect(Collectors.joining(delimiter)))
                    .append(end);
        }

        // When
        CsvFile file = CsvFile.ofText("text", text.toString());
        List<List<Float>> read = read(file);

        // Then
        assertThat(file.columns()).isEqualTo(names(header ? "c" : "column", width));
        assertThat(read)
                .isEqualTo(numbers.stream()
                        .map(row -> row.stream()
                                .map(number -> Float.parseFloat(number.toString()))
                                .toList())
                        .toList());
        assertThat(file.findings().isEmpty()).isEqualTo(header && !comma);
    }

    @Provide
    Arbitrary<List<List<Double>>> tables() {
        return Arbitraries.integers()
                .between(2, 5)
                .flatMap(width -> Arbitraries.doubles()
                        .between(-1_000, 1_000)
                        .ofScale(3)
                        // not the numbers of the columns, which may be a header
                        .map(number -> number + 0.0625)
                        .list()
                        .ofSize(width)
                        .list()
                        .ofMinSize(2)
                        .ofMaxSize(30));
    }

    @Provide
    Arbitrary<String> delimiters() {
        return Arbitraries.of(",", ";", "\t", "|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2\n3\n",
                "a\n1\n2\n",
                "\"a;b\",c\n1,2\n",
                "note,b\n\"x;y;z\",2\n\"u;v;w\",3\n",
                "0,1,2,label\n0.5,0.25,7,x\n0.1,0.2,9,y\n",
                ",0,1\n0,0.5,0.25\n1,0.1,0.2\n",
                "2019,2020,state\nx,y,on\n",
                "a,b\n"
            })
    void shouldFindNothingUnusualInAPlainFile(String text) {
        assertThat(CsvFile.ofText("text", text).findings()).isEmpty();
    }

    @Test
    void shouldNotTakeACommaForADecimalOneWherePointsAreOnes() {
        assertThat(CsvFile.ofText("text", "a;b\n1,234;0.5\n").findings()).containsExactly("semicolons");
    }

    private static List<String> names(String prefix, int width) {
        return IntStream.rangeClosed(1, width).mapToObj(i -> prefix + i).toList();
    }

    private static List<List<Float>> read(CsvFile file) {
        List<List<Float>> rows = new ArrayList<>();
        Table.of(file).rows(file.columns(), List.of(), RowRange.ALL).forEach(row -> {
            float[] features = row.features();
            Float[] boxed = new Float[features.length];
            Arrays.setAll(boxed, j -> features[j]);
            return rows.add(List.of(boxed));
        });
        return rows;
    }
}
