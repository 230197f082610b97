package io.elmstream.training;

import io.elmstream.elm.Elm;
import org.ejml.data.DMatrixRMaj;

/** Sums up {@code H'D} over rows: H is a changed hidden layer, and D by how much it makes the outputs too small. */
final class OutputChange {

    private final HiddenMap before;
    private final HiddenMap after;
    private final float[] beta;
    private final double[] hBefore;
    private final double[] hAfter;
    private final DMatrixRMaj right;
    private long rows;

    OutputChange(Elm elm, HiddenMap after) {
        this.before = new HiddenMap(elm.standardiser(), elm.hidden());
        this.after = after;
        this.beta = elm.beta();
        this.hBefore = new double[before.units()];
        this.hAfter = new double[after.units()];
        this.right = new DMatrixRMaj(after.units(), elm.labels().size());
    }

    void row(float[] features) {
        rows++;
        before.apply(features, hBefore);
        after.apply(features, hAfter);
        double[] difference = new double[right.numCols];
        for (int i = 0; i < beta.length; i++) {
            int u = i / right.numCols;
            difference[i % right.numCols] += (hBefore[u] - hAfter[u]) * beta[i];
        }
        for (int i = 0; i < beta.length; i++) {
            right.data[i] += hAfter[i / right.numCols] * difference[i % right.numCols];
        }
    }

    long rows() {
        return rows;
    }

    /** Returns the sum, units x classes. */
    DMatrixRMaj right() {
        return right;
    }
}
