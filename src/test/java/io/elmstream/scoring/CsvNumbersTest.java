package io.elmstream.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.data.CsvFile;
import io.elmstream.data.CsvRows;
import io.elmstream.data.DataException;
import io.elmstream.data.RowRange;
import io.elmstream.scoring.RejectedRow.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Numbers are read as training reads them, to the bit, and what it refuses is refused. */
class CsvNumbersTest {

    @Property(tries = 2_000)
    void shouldReadNumbersAsTrainingDoes(@ForAll("numbers") String written) throws IOException {
        // Given
        CsvFile file = CsvFile.ofText("text", "x,y\n" + written + ",1\n");

        // When
        Optional<Float> trained = trained(file);
        Optional<Float> scored = scored(file);

        // Then
        assertThat(scored).isEqualTo(trained);
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.floats().map(String::valueOf),
                Arbitraries.doubles().map(String::valueOf),
                Arbitraries.doubles().between(-1_000, 1_000).ofScale(4).map(String::valueOf),
                Arbitraries.strings().withChars("0123456789.-+eE xfdn").ofMaxLength(8),
                Arbitraries.of("", " ", "nan", "NaN", " NAN ", "Infinity", "-inf", "1f", "0x1p3", "\t12\t", "3.5e38"));
    }

    private static Optional<Float> trained(CsvFile file) {
        try (CsvRows rows = file.rows(List.of("x"), Optional.empty(), RowRange.ALL)) {
            rows.next();
            return Optional.of(rows.features()[0]);
        } catch (DataException e) {
            return Optional.empty();
        }
    }

    private static Optional<Float> scored(CsvFile file) throws IOException {
        List<Float> found = new ArrayList<>();
        try (CsvSource source = new CsvSource(file, List.of("x"), List.of(), 100)) {
            source.next().orElseThrow().read(new RowSink() {
                @Override
                public void row(float[] rows, int at, @Nullable Object[] kept) {
                    found.add(rows[at]);
                }

                @Override
                public void rejected(Reason reason, @Nullable String field, @Nullable String value, String message) {
                    assertThat(field).isEqualTo("x");
                }

                @Override
                public void empty() {}
            });
        }
        return found.stream().findFirst();
    }
}
