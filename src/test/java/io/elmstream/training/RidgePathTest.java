package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The solutions by the tridiagonal form against EJML's Cholesky solver, and leave-one-out against leaving rows out. */
class RidgePathTest {

    private static final int ROWS = 23;
    private static final int UNITS = 9;
    private static final int CLASSES = 3;

    private final double[][] h = new double[ROWS][UNITS];
    private final double[][] targets = new double[ROWS][CLASSES];
    private final double[] weights = new double[ROWS];

    RidgePathTest() {
        SplittableRandom random = new SplittableRandom(5);
        for (int r = 0; r < ROWS; r++) {
            weights[r] = 0.5 + random.nextDouble();
            for (int k = 0; k < UNITS; k++) {
                h[r][k] = random.nextDouble() - 0.5;
            }
            for (int c = 0; c < CLASSES; c++) {
                targets[r][c] = c == r % CLASSES ? 1 : -1;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.1, 10})
    void shouldSolveAsCholeskyDoes(double lambda) {
        // When
        DMatrixRMaj beta = new RidgePath(gram(-1), right(-1)).beta(lambda);

        // Then
        assertThat(beta.data).containsExactly(solve(lambda, -1).data, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.1, 10})
    void shouldPredictARowAsIfItHadBeenLeftOut(double lambda) {
        // Given
        RidgePath path = new RidgePath(gram(-1), right(-1));

        // When
        DMatrixRMaj outputs = path.leaveOneOut(lambda, path.rotate(h), new DMatrixRMaj(targets), weights);

        // Then
        for (int r = 0; r < ROWS; r++) {
            DMatrixRMaj beta = solve(lambda, r);
            for (int c = 0; c < CLASSES; c++) {
                double expected = 0;
                for (int k = 0; k < UNITS; k++) {
                    expected += h[r][k] * beta.get(k, c);
                }
                assertThat(outputs.get(r, c)).isCloseTo(expected, within(1e-9));
            }
        }
    }

    private DMatrixRMaj solve(double lambda, int leftOut) {
        DMatrixRMaj gram = gram(leftOut);
        for (int k = 0; k < UNITS; k++) {
            gram.add(k, k, lambda);
        }
        DMatrixRMaj beta = new DMatrixRMaj(UNITS, CLASSES);
        var solver = LinearSolverFactory_DDRM.chol(UNITS);
        assertThat(solver.setA(gram)).isTrue();
        solver.solve(right(leftOut), beta);
        return beta;
    }

    private DMatrixRMaj gram(int leftOut) {
        DMatrixRMaj gram = new DMatrixRMaj(UNITS, UNITS);
        CommonOps_DDRM.multTransA(weighted(leftOut), new DMatrixRMaj(h), gram);
        return gram;
    }

    private DMatrixRMaj right(int leftOut) {
        DMatrixRMaj right = new DMatrixRMaj(UNITS, CLASSES);
        CommonOps_DDRM.multTransA(weighted(leftOut), new DMatrixRMaj(targets), right);
        return right;
    }

    private DMatrixRMaj weighted(int leftOut) {
        DMatrixRMaj weighted = new DMatrixRMaj(h);
        for (int r = 0; r < ROWS; r++) {
            for (int k = 0; k < UNITS; k++) {
                weighted.data[r * UNITS + k] *= r == leftOut ? 0 : weights[r];
            }
        }
        return weighted;
    }
}
