package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Samples;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SharedRowsTest {

    @Test
    void shouldCountFewRowsExactly() {
        // Given: half of the different rows, some of them twice
        Samples rows = rows(0, 100, 1);
        Samples others = rows(50, 400, 1);

        // When / Then
        assertThat(SharedRows.of(rows, others)).isEqualTo(0.5);
        assertThat(SharedRows.of(rows, rows)).isEqualTo(1);
        assertThat(SharedRows.of(rows(0, 0, 1), rows)).isZero();
        assertThat(SharedRows.of(rows, rows(0, 0, 1))).isZero();
    }

    @Test
    void shouldEstimateTheShareOfManyRows() {
        // Given: a third of the different rows, in another order
        Samples rows = rows(0, 30_000, 1);
        Samples others = rows(20_000, 60_000, -1);

        // When / Then
        assertThat(SharedRows.of(rows, others)).isEqualTo(1 / 3.0, within(0.06));
    }

    @Test
    void shouldTellRowsApartByEveryFeature() {
        assertThat(SharedRows.of(row(1, 2), row(2, 1))).isZero();
        assertThat(SharedRows.of(row(0, Float.NaN), row(-0f, Float.NaN))).isEqualTo(1);
    }

    private static Samples row(float a, float b) {
        return samples(visitor -> visitor.row(new float[] {a, b}, 0));
    }

    /** Rows with the numbers from first to last, exclusive, each twice. */
    private static Samples rows(int first, int last, int step) {
        return samples(visitor -> {
            for (int i = 0; i < 2 * (last - first); i++) {
                int number = first + (step > 0 ? i : 2 * (last - first) - 1 - i) / 2;
                visitor.row(new float[] {number, 1}, number % 2);
            }
        });
    }

    private static Samples samples(Consumer<Samples.Visitor> pass) {
        return new Samples() {
            @Override
            public List<String> featureNames() {
                return List.of("a", "b");
            }

            @Override
            public List<String> labels() {
                return List.of("even", "odd");
            }

            @Override
            public void forEach(Visitor visitor) {
                pass.accept(visitor);
            }
        };
    }
}
