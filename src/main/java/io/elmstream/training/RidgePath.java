package io.elmstream.training;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * The ridge solutions for all lambda at once: with {@code H'QH = V D V'}, the solution is {@code beta = V (D +
 * lambda)^-1 V'H'QT}, and a leave-one-out residual is the plain residual over {@code 1 - q h'V (D + lambda)^-1 V'h}
 * (PRESS; Allen: "The relationship between variable selection and data augmentation and a method for prediction",
 * Technometrics 16, 1974).
 */
final class RidgePath {

    private static final int CHUNK = 64;

    private final DMatrixRMaj vectors;
    private final double[] values;
    private final DMatrixRMaj projected;

    RidgePath(DMatrixRMaj gram, DMatrixRMaj right) {
        int units = gram.numRows;
        var decomposition = DecompositionFactory_DDRM.eig(units, true, true);
        if (!decomposition.decompose(gram)) {
            throw new TrainingException("the hidden layer's Gram matrix cannot be decomposed;"
                    + " look for features with extreme values in the data, or use fewer hidden units");
        }
        values = new double[units];
        vectors = new DMatrixRMaj(units, units);
        for (int k = 0; k < units; k++) {
            // rounding may make the smallest slightly negative
            values[k] = Math.max(0, decomposition.getEigenvalue(k).getReal());
            CommonOps_DDRM.insert(decomposition.getEigenVector(k), vectors, 0, k);
        }
        projected = new DMatrixRMaj(units, right.numCols);
        CommonOps_DDRM.multTransA(vectors, right, projected);
    }

    /** Returns beta, units x classes. */
    DMatrixRMaj beta(double lambda) {
        DMatrixRMaj beta = new DMatrixRMaj(vectors.numRows, projected.numCols);
        CommonOps_DDRM.mult(vectors, shrunk(lambda), beta);
        return beta;
    }

    /**
     * Returns {@code V'h} for each row h: rows in the basis of eigenvectors, the input of {@link #leaveOneOut}.
     *
     * @param h rows x units
     */
    DMatrixRMaj rotate(double[][] h) {
        int units = values.length;
        double[][] basis = new double[units][];
        for (int i = 0; i < units; i++) {
            basis[i] = Arrays.copyOfRange(vectors.data, i * units, (i + 1) * units);
        }
        double[][] rotated = new double[h.length][units];
        for (int first = 0; first < h.length; first += CHUNK) {
            int last = Math.min(h.length, first + CHUNK);
            int i = 0;
            for (; i + 4 <= units; i += 4) {
                for (int r = first; r < last; r++) {
                    VectorLoops.addFour(rotated[r], 0, basis, i, h[r], i);
                }
            }
            for (; i < units; i++) {
                for (int r = first; r < last; r++) {
                    VectorLoops.addOne(rotated[r], basis[i], h[r][i]);
                }
            }
        }
        return new DMatrixRMaj(rotated);
    }

    /**
     * Returns the output for each row of a model trained without it.
     *
     * @param rotated rows of H by {@link #rotate}
     * @param targets rows x classes
     * @param weights the weight of each row in training
     * @return outputs, rows x classes
     */
    DMatrixRMaj leaveOneOut(double lambda, DMatrixRMaj rotated, DMatrixRMaj targets, double[] weights) {
        DMatrixRMaj outputs = new DMatrixRMaj(rotated.numRows, targets.numCols);
        CommonOps_DDRM.mult(rotated, shrunk(lambda), outputs);
        for (int r = 0; r < rotated.numRows; r++) {
            double leverage = 0;
            for (int k = 0; k < values.length; k++) {
                double g = rotated.data[r * values.length + k];
                leverage += g * g / (values[k] + lambda);
            }
            // at a leverage of 1 the row alone decides its output
            double left = Math.max(1e-9, 1 - weights[r] * leverage);
            for (int c = 0; c < targets.numCols; c++) {
                int i = r * targets.numCols + c;
                outputs.data[i] = targets.data[i] - (targets.data[i] - outputs.data[i]) / left;
            }
        }
        return outputs;
    }

    private DMatrixRMaj shrunk(double lambda) {
        DMatrixRMaj shrunk = projected.copy();
        for (int k = 0; k < values.length; k++) {
            for (int c = 0; c < shrunk.numCols; c++) {
                shrunk.data[k * shrunk.numCols + c] /= values[k] + lambda;
            }
        }
        return shrunk;
    }
}
