package io.elmstream.training;

import io.elmstream.training.VectorLoops.Part;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * The ridge solutions for all lambda at once: with {@code H'QH = V T V'}, T tridiagonal, the solution is {@code beta =
 * V (T + lambda)^-1 V'H'QT}, and a leave-one-out residual is the plain residual over {@code 1 - q h'V (T + lambda)^-1
 * V'h} (PRESS; Allen: "The relationship between variable selection and data augmentation and a method for prediction",
 * Technometrics 16, 1974). Each lambda costs a tridiagonal system only. The cores share the rows; no sum depends on
 * their number.
 */
final class RidgePath {

    private static final int ROWS = 64;

    private final Cores cores;
    private final Tridiagonal matrix;
    private final double[][] projected;

    /**
     * Decomposes the normal equations.
     *
     * @param gram {@code H'QH}, units x units
     * @param right {@code H'QT}, units x classes
     */
    RidgePath(DMatrixRMaj gram, DMatrixRMaj right) {
        this(gram, right, Cores.ONE);
    }

    RidgePath(DMatrixRMaj gram, DMatrixRMaj right, Cores cores) {
        this.cores = cores;
        matrix = Tridiagonal.of(rows(gram), cores);
        for (double value : matrix.diagonal()) {
            if (!Double.isFinite(value)) {
                throw new TrainingException("the hidden layer's Gram matrix cannot be decomposed;"
                        + " look for features with extreme values in the data, or use fewer hidden units");
            }
        }
        projected = product(columns(right), matrix.vectors());
    }

    /** Returns beta, units x classes. */
    DMatrixRMaj beta(double lambda) {
        double[][] solution = columns(new DMatrixRMaj(solution(new ShiftedTridiagonal(matrix, lambda))));
        return new DMatrixRMaj(product(matrix.vectors(), solution));
    }

    /**
     * Returns {@code V'h} for each row h, the input of {@link #leaveOneOut}.
     *
     * @param h rows x units
     */
    DMatrixRMaj rotate(double[][] h) {
        int units = projected[0].length;
        DMatrixRMaj rotated = new DMatrixRMaj(h.length, units);
        forEachBlock(h.length, (first, last) -> {
            double[][] block = product(Arrays.copyOfRange(h, first, last), matrix.vectors());
            for (int r = first; r < last; r++) {
                System.arraycopy(block[r - first], 0, rotated.data, r * units, units);
            }
        });
        return rotated;
    }

    /**
     * Returns the output for each row of a model trained without it.
     *
     * @param rotated rows of H by {@link #rotate}
     * @param targets rows x classes
     * @param weights the weight of each row in training; 0 for a row that was not part of it
     * @return outputs, rows x classes
     */
    DMatrixRMaj leaveOneOut(double lambda, DMatrixRMaj rotated, DMatrixRMaj targets, double[] weights) {
        ShiftedTridiagonal system = new ShiftedTridiagonal(matrix, lambda);
        double[][] solution = solution(system);
        DMatrixRMaj outputs = new DMatrixRMaj(rotated.numRows, targets.numCols);
        forEachBlock(rotated.numRows, (first, last) -> {
            int[] at = new int[4];
            double[] leverages = new double[4];
            double[] plain = new double[4];
            for (int r = first; r < last; r += 4) {
                for (int i = 0; i < 4; i++) {
                    at[i] = Math.min(r + i, last - 1) * rotated.numCols;
                }
                system.quadratic(rotated.data, at, leverages);
                for (int c = 0; c < targets.numCols; c++) {
                    VectorLoops.dotFour(rotated.data, at, solution[c], plain);
                    for (int i = 0; i < Math.min(4, last - r); i++) {
                        // at a leverage of 1 the row alone decides its output
                        double left = Math.max(1e-9, 1 - weights[r + i] * leverages[i]);
                        double target = targets.get(r + i, c);
                        outputs.set(r + i, c, target - (target - plain[i]) / left);
                    }
                }
            }
        });
        return outputs;
    }

    private interface Block {
        void rows(int first, int last);
    }

    private void forEachBlock(int rows, Block block) {
        cores.share((rows + ROWS - 1) / ROWS, b -> block.rows(b * ROWS, Math.min(rows, (b + 1) * ROWS)));
    }

    /** Returns {@code V'beta}, classes x units. */
    private double[][] solution(ShiftedTridiagonal system) {
        return Arrays.stream(projected).map(system::solve).toArray(double[][]::new);
    }

    private static double[][] product(double[][] left, double[][] right) {
        double[][] product = new double[left.length][right[0].length];
        VectorLoops.addProduct(product, 0, left.length, left, right, right.length, Part.ALL);
        return product;
    }

    private static double[][] rows(DMatrixRMaj matrix) {
        return IntStream.range(0, matrix.numRows)
                .mapToObj(i -> Arrays.copyOfRange(matrix.data, i * matrix.numCols, (i + 1) * matrix.numCols))
                .toArray(double[][]::new);
    }

    private static double[][] columns(DMatrixRMaj matrix) {
        double[][] columns = new double[matrix.numCols][matrix.numRows];
        for (int i = 0; i < matrix.numRows; i++) {
            for (int c = 0; c < matrix.numCols; c++) {
                columns[c][i] = matrix.get(i, c);
            }
        }
        return columns;
    }
}
