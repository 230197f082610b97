package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TridiagonalTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 150})
    void shouldGiveTheMatrixBack(int n) {
        // Given
        double[][] matrix = symmetric(n);

        // When
        Tridiagonal tridiagonal = Tridiagonal.of(copy(matrix), Cores.ONE);

        // Then
        assertThat(product(tridiagonal).data).containsExactly(new DMatrixRMaj(matrix).data, within(1e-12 * n));
        assertThat(MatrixFeatures_DDRM.isOrthogonal(new DMatrixRMaj(tridiagonal.vectors()), 1e-12))
                .isTrue();
    }

    @Test
    void shouldTakeMatricesWithNothingToReflect() {
        // Given
        double[][] matrix = {{4, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 2, 1}, {0, 0, 1, 2}};

        // When
        Tridiagonal tridiagonal = Tridiagonal.of(copy(matrix), Cores.ONE);

        // Then
        assertThat(tridiagonal.diagonal()).containsExactly(4, 0, 2, 2);
        assertThat(product(tridiagonal).data).containsExactly(new DMatrixRMaj(matrix).data, within(1e-15));
    }

    @Test
    void shouldHaveTheSameBitsOnSeveralCores() {
        // Given
        double[][] matrix = symmetric(530);

        // When
        Tridiagonal one = Tridiagonal.of(copy(matrix), Cores.ONE);
        Tridiagonal several = Tridiagonal.of(
                copy(matrix),
                (parts, work) -> IntStream.range(0, parts).parallel().forEach(work));

        // Then
        assertThat(several.diagonal()).isEqualTo(one.diagonal());
        assertThat(several.beside()).isEqualTo(one.beside());
        assertThat(several.vectors()).isDeepEqualTo(one.vectors());
    }

    private static double[][] symmetric(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k <= i; k++) {
                matrix[i][k] = random.nextDouble() - 0.5;
                matrix[k][i] = matrix[i][k];
            }
        }
        return matrix;
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    private static DMatrixRMaj product(Tridiagonal of) {
        int n = of.diagonal().length;
        DMatrixRMaj q = new DMatrixRMaj(of.vectors());
        DMatrixRMaj t = new DMatrixRMaj(n, n);
        for (int k = 0; k < n; k++) {
            t.set(k, k, of.diagonal()[k]);
            if (k < n - 1) {
                t.set(k, k + 1, of.beside()[k]);
                t.set(k + 1, k, of.beside()[k]);
            }
        }
        DMatrixRMaj qt = new DMatrixRMaj(n, n);
        CommonOps_DDRM.mult(q, t, qt);
        DMatrixRMaj product = new DMatrixRMaj(n, n);
        CommonOps_DDRM.multTransB(qt, q, product);
        return product;
    }
}
