package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.WeightGenerator;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our sums against EJML's products of whole matrices. */
class NormalEquationsTest {

    private static final double[] CLASS_WEIGHTS = {0.5, 1, 2};

    @ParameterizedTest
    @CsvSource({"1, 5", "63, 1", "64, 7", "65, 16", "200, 33", "600, 50"})
    void shouldAgreeWithEjml(int rows, int units) {
        // Given
        Blobs blobs = new Blobs(4, 3, rows, 3);
        Standardiser standardiser = new Standardiser(new float[4], new float[] {1, 2, 3, 4}, MissingValues.REFUSE);
        HiddenMap map = new HiddenMap(
                standardiser, new SeededHidden(4, units, Activation.TANH, WeightGenerator.SPLITMIX_MIXED_1, 1));
        List<double[]> hidden = new ArrayList<>();
        List<double[]> weighted = new ArrayList<>();
        List<double[]> targets = new ArrayList<>();
        blobs.forEach((row, label) -> {
            double[] h = new double[units];
            map.apply(row, h);
            hidden.add(h);
            weighted.add(java.util.Arrays.stream(h)
                    .map(v -> v * CLASS_WEIGHTS[label])
                    .toArray());
            targets.add(new double[] {label == 0 ? 1 : -1, label == 1 ? 1 : -1, label == 2 ? 1 : -1});
        });

        // When
        NormalEquations equations = new NormalEquations(map, CLASS_WEIGHTS);
        blobs.forEach(equations);

        // Then
        assertThat(equations.gram().data).containsExactly(product(weighted, hidden), within(1e-9));
        assertThat(equations.right().data).containsExactly(product(weighted, targets), within(1e-9));
    }

    private static double[] product(List<double[]> left, List<double[]> right) {
        DMatrixRMaj a = new DMatrixRMaj(left.toArray(double[][]::new));
        DMatrixRMaj b = new DMatrixRMaj(right.toArray(double[][]::new));
        DMatrixRMaj product = new DMatrixRMaj(a.numCols, b.numCols);
        CommonOps_DDRM.multTransA(a, b, product);
        return product.data;
    }
}
