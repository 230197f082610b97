package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Numbers are read as Java reads them, to the bit, and what is no plain decimal number is refused. */
class CsvNumbersTest {

    @Property(tries = 2_000)
    void shouldReadNumbersAsJavaDoes(@ForAll("numbers") String written) throws IOException {
        // Given
        CsvFile file = CsvFile.ofText("text", "x,y\n" + written + ",1\n");

        // When
        Optional<Float> read = read(file);

        // Then
        assertThat(read).isEqualTo(javas(written));
    }

    @Example
    void shouldNotBlameTheInputWhenPredictionsCannotBeWritten() throws IOException {
        // Given
        IOException full = new IOException("No space left on device");
        RowSink sink = new RowSink() {
            @Override
            public void row(float[] rows, int at, @Nullable Object[] kept) throws IOException {
                throw full;
            }

            @Override
            public void rejected(RowFault reason, @Nullable String field, @Nullable String value, String message) {}

            @Override
            public void empty() {}
        };

        // When, then
        CsvFile file = CsvFile.ofText("text", "x,y\n1,1\n");
        try (RowSource source = file.open(new Wanted(List.of("x"), List.of(), false), 100)) {
            RowPart part = source.next().orElseThrow();
            assertThatThrownBy(() -> part.rows().read(sink)).isSameAs(full);
        }
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

    /** What a plain decimal number is worth; empty if the text is none. */
    private static Optional<Float> javas(String written) {
        String text = written.strip();
        if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
            return Optional.of(Float.NaN);
        }
        if (!text.matches("[-+0-9.eE]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Float.parseFloat(text)).filter(Float::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Float> read(CsvFile file) throws IOException {
        List<Float> found = new ArrayList<>();
        try (RowSource source = file.open(new Wanted(List.of("x"), List.of(), false), 100)) {
            source.next().orElseThrow().rows().read(new RowSink() {
                @Override
                public void row(float[] rows, int at, @Nullable Object[] kept) {
                    found.add(rows[at]);
                }

                @Override
                public void rejected(RowFault reason, @Nullable String field, @Nullable String value, String message) {
                    assertThat(field).isEqualTo("x");
                }

                @Override
                public void empty() {}
            });
        }
        return found.stream().findFirst();
    }
}
