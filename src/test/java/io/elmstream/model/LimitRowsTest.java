package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Standardiser;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LimitRowsTest {

    @Property(tries = 30)
    void shouldBringEachFeatureToBothLimitsAlone(@ForAll @IntRange(min = 1, max = 20) int inputs) {
        // Given
        float[] means = new float[inputs];
        float[] scales = new float[inputs];
        for (int j = 0; j < inputs; j++) {
            means[j] = j;
            scales[j] = j == 0 ? 1e20f : j;
        }
        Standardiser standardiser = new Standardiser(means, scales, MissingValues.REFUSE);

        // When
        List<float[]> rows = LimitRows.of(standardiser);

        // Then
        assertThat(rows)
                .hasSizeLessThanOrEqualTo(10)
                .allSatisfy(row -> assertThat(row).hasSize(inputs));
        for (int j = 0; j < inputs; j++) {
            int feature = j;
            assertThat(rows)
                    .extracting(row -> standardised(standardiser, row)[feature])
                    .contains((double) Standardiser.LIMIT, (double) -Standardiser.LIMIT);
        }
    }

    private static double[] standardised(Standardiser standardiser, float[] row) {
        double[] z = new double[row.length];
        standardiser.apply(row, z);
        return z;
    }
}
