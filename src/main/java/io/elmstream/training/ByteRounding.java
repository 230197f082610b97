package io.elmstream.training;

import io.elmstream.elm.ByteColumns;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/** Rounds output weights to {@link ByteColumns}, so that the outputs for given rows change least. */
final class ByteRounding {

    /** Added to the diagonal of the Gram matrix, as a part of its mean: without it, errors would be traded for ever. */
    private static final double DAMPING = 1e-4;

    private final DMatrixRMaj inverse;
    private final double[] upper;
    private final int units;

    /** @param gram {@code H'H} of the rows; overwritten */
    ByteRounding(DMatrixRMaj gram) {
        units = gram.numRows;
        double damping = DAMPING * Math.max(CommonOps_DDRM.trace(gram) / units, Double.MIN_NORMAL);
        for (int i = 0; i < units; i++) {
            gram.add(i, i, damping);
        }
        inverse = new DMatrixRMaj(units, units);
        if (!CommonOps_DDRM.invertSPD(gram, inverse)) {
            throw new TrainingException("the hidden layer's Gram matrix cannot be inverted; use other rows");
        }
        var cholesky = DecompositionFactory_DDRM.chol(units, false);
        if (!cholesky.decompose(inverse.copy())) {
            throw new TrainingException("the hidden layer's Gram matrix cannot be inverted; use other rows");
        }
        upper = cholesky.getT(null).data;
    }

    /**
     * Returns output weights that undo a change of the outputs.
     *
     * @param beta the weights, row-major units x classes
     * @param right {@code H'D}, units x classes, where D is by how much outputs became too small
     */
    float[] refit(float[] beta, DMatrixRMaj right) {
        DMatrixRMaj step = new DMatrixRMaj(units, right.numCols);
        CommonOps_DDRM.mult(inverse, right, step);
        float[] refitted = new float[beta.length];
        for (int i = 0; i < beta.length; i++) {
            refitted[i] = (float) (beta[i] + step.data[i]);
        }
        return refitted;
    }

    float[] round(float[] beta, int classes) {
        float[] scales =
                ByteColumns.scales(ByteColumns.round(beta, classes), classes).orElseThrow();
        float[] rounded = new float[beta.length];
        for (int c = 0; c < classes; c++) {
            if (scales[c] > 0) {
                round(beta, rounded, c, classes, scales[c]);
            }
        }
        return rounded;
    }

    private void round(float[] beta, float[] rounded, int c, int classes, float scale) {
        double[] left = new double[units];
        for (int u = 0; u < units; u++) {
            left[u] = beta[u * classes + c];
        }
        int largest = 0;
        for (int u = 0; u < units; u++) {
            int whole = (int) Math.max(-ByteColumns.LARGEST, Math.min(ByteColumns.LARGEST, Math.rint(left[u] / scale)));
            rounded[u * classes + c] = whole * scale;
            double error = (left[u] - rounded[u * classes + c]) / upper[u * units + u];
            for (int k = u + 1; k < units; k++) {
                left[k] -= error * upper[u * units + k];
            }
            if (Math.abs(rounded[u * classes + c]) > Math.abs(rounded[largest * classes + c])) {
                largest = u;
            }
        }
        // the scale follows from the largest weight
        int at = largest * classes + c;
        rounded[at] = Math.copySign(ByteColumns.LARGEST * scale, rounded[at]);
    }
}
