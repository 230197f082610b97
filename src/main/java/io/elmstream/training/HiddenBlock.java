package io.elmstream.training;

/**
 * The activations of a block of rows, both by unit and by row. A unit's sums run over the rows of the block, so that
 * its few links are read once; each sum has the order of {@link HiddenMap#apply}.
 */
final class HiddenBlock {

    /** The number of rows of a full block. */
    static final int ROWS = 64;

    private static final int UNITS_AT_ONCE = 8;

    /** Up to this number, rows are computed one by one. */
    private static final int FEW_ROWS = 8;

    private final HiddenMap map;
    private final double[] z;
    private final double[] byInput;
    private final double[] byUnit;
    private final double[][] byRow;
    private final Target[] targets = new Target[ROWS];
    private int rows;

    HiddenBlock(HiddenMap map) {
        this.map = map;
        this.z = new double[map.inputs() + 1];
        this.byInput = new double[z.length * ROWS];
        this.byUnit = new double[map.units() * ROWS];
        this.byRow = new double[ROWS][map.units()];
    }

    /** Adds a row; its activations are computed by {@link #activate}. */
    void add(float[] features, Target target) {
        map.standardise(features, z);
        for (int j = 0; j < z.length; j++) {
            byInput[j * ROWS + rows] = z[j];
        }
        targets[rows++] = target;
    }

    boolean isFull() {
        return rows == ROWS;
    }

    void clear() {
        rows = 0;
    }

    int rows() {
        return rows;
    }

    Target target(int row) {
        return targets[row];
    }

    /** Returns the activations by row and unit; only the first {@link #rows} rows count. */
    double[][] byRow() {
        return byRow;
    }

    double at(int row, int unit) {
        return byUnit[unit * ROWS + row];
    }

    /** Computes the outputs of the rows activated last, by class and row, with beta by class and unit. */
    double[][] outputs(double[][] beta) {
        double[][] outputs = new double[beta.length][ROWS];
        for (int c = 0; c < beta.length; c++) {
            for (int u = 0; u < map.units(); u++) {
                VectorLoops.addScaled(outputs[c], 0, byUnit, u * ROWS, rows, beta[c][u]);
            }
        }
        return outputs;
    }

    /** Computes the activations of the rows added so far. */
    void activate() {
        if (rows <= FEW_ROWS) {
            activateEach();
            return;
        }
        map.weigh(byInput, ROWS, byUnit);
        map.activate(byUnit, ROWS);
        // a few units at a time, which fit into the first-level cache
        for (int first = 0; first < map.units(); first += UNITS_AT_ONCE) {
            int last = Math.min(map.units(), first + UNITS_AT_ONCE);
            for (int r = 0; r < ROWS; r++) {
                for (int u = first; u < last; u++) {
                    byRow[r][u] = byUnit[u * ROWS + r];
                }
            }
        }
    }

    private void activateEach() {
        double[] rowInputs = new double[z.length];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < z.length; j++) {
                rowInputs[j] = byInput[j * ROWS + r];
            }
            map.activate(rowInputs, byRow[r]);
            for (int u = 0; u < map.units(); u++) {
                byUnit[u * ROWS + r] = byRow[r][u];
            }
        }
    }
}
