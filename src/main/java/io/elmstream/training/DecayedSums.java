package io.elmstream.training;

import io.elmstream.training.VectorLoops.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * The sums of ridge regression, in which older rows count less: {@code G = sum w h h'} and, by class, {@code sum w h}
 * over its rows, with w the weight of a row today. A decay makes all weights smaller by one factor. It costs nothing:
 * the sums are stored divided by {@link #scale}, the product of all factors so far, so that a new row enters with the
 * weight {@code w / scale}. The stored sums are brought down when that becomes large.
 *
 * <p>Without decay the sums are those of {@link NormalEquations}, bit for bit and in whatever groups the rows come. A
 * row with a negative weight is taken out.
 *
 * <p>Changes are counted, so that only what has changed need be stored again; a decay alone changes nothing but the
 * scale.
 */
final class DecayedSums {

    /** Above this scale sums and weights of a block fit into a double with much room. */
    private static final double SMALLEST_SCALE = 1e-100;

    private final int units;
    private final double[][] gram;
    private final List<double[]> ofClass = new ArrayList<>();
    private final List<double[]> mass = new ArrayList<>();
    private double scale = 1;
    private long changes;
    private long gramChanged;
    private final List<Long> classChanged = new ArrayList<>();

    DecayedSums(int units, int classes) {
        this.units = units;
        this.gram = new double[units][units];
        for (int c = 0; c < classes; c++) {
            addClass();
        }
    }

    /** Adds a class without rows; to all rows so far it is one of the other classes. */
    void addClass() {
        ofClass.add(new double[units]);
        mass.add(new double[1]);
        classChanged.add(++changes);
    }

    /** Returns a copy that can be solved, but not stored. */
    DecayedSums copy() {
        DecayedSums copy = new DecayedSums(units, 0);
        for (int i = 0; i < units; i++) {
            System.arraycopy(gram[i], i, copy.gram[i], i, units - i);
        }
        ofClass.forEach(sums -> copy.ofClass.add(sums.clone()));
        mass.forEach(sum -> copy.mass.add(sum.clone()));
        copy.scale = scale;
        return copy;
    }

    int units() {
        return units;
    }

    int classes() {
        return ofClass.size();
    }

    /** Returns the sum of the weights of all rows of a class. */
    double mass(int label) {
        return mass.get(label)[0] * scale;
    }

    /** Returns the sum of the weights of all rows. */
    double mass() {
        double sum = 0;
        for (double[] each : mass) {
            sum += each[0];
        }
        return sum * scale;
    }

    /**
     * Multiplies the weight of every row by a factor.
     *
     * @param factor from 0, which forgets all rows, to 1
     */
    void decay(double factor) {
        scale *= factor;
        if (scale < SMALLEST_SCALE) {
            multiply(scale);
            scale = 1;
        }
    }

    /**
     * Adds rows.
     *
     * @param hidden the hidden layer by row and unit
     * @param labels one per row
     * @param weights the weights of the rows today, negative to take a row out
     * @param rows how many there are
     */
    void add(double[][] hidden, int[] labels, double[] weights, int rows) {
        double[][] weighted = new double[units][rows];
        gramChanged = ++changes;
        for (int r = 0; r < rows; r++) {
            double weight = weights[r] / scale;
            double[] h = hidden[r];
            VectorLoops.addScaled(ofClass.get(labels[r]), 0, units, h, weight);
            mass.get(labels[r])[0] += weight;
            classChanged.set(labels[r], changes);
            for (int u = 0; u < units; u++) {
                weighted[u][r] = weight * h[u];
            }
        }
        VectorLoops.addProduct(gram, 0, units, weighted, hidden, rows, Part.UPPER);
    }

    /**
     * Solves for the output weights. A ridge that is too small for the precision of a double is raised: to what keeps
     * each weight below 1e6, since {@code ridge |beta|^2 <= mass}, and for each unit to the rounding error of its sum.
     *
     * @param ridge is added to the diagonal, 0 or more; it does not decay
     * @return beta, by class and unit; zeros if no row has any weight
     */
    double[][] solve(double ridge) {
        double mass = mass();
        double[][] beta = new double[classes()][units];
        if (!(mass > 0)) {
            return beta;
        }
        RidgeSystem system = RidgeSystem.of(gram, scale, Math.max(ridge, mass * 4e-12));
        double[] all = new double[units];
        ofClass.forEach(sums -> VectorLoops.addScaled(all, 0, units, sums, 1));
        for (int c = 0; c < beta.length; c++) {
            for (int u = 0; u < units; u++) {
                beta[c][u] = (2 * ofClass.get(c)[u] - all[u]) * scale;
            }
        }
        system.solve(beta);
        return beta;
    }

    double scale() {
        return scale;
    }

    /** Returns the number of changes so far. */
    long changes() {
        return changes;
    }

    /** Returns the number of the last change of G. */
    long gramChanged() {
        return gramChanged;
    }

    /** Returns the number of the last change of a class. */
    long classChanged(int label) {
        return classChanged.get(label);
    }

    /** Returns row i of G over the scale; only the diagonal and what is right of it counts. */
    double[] gramRow(int i) {
        return gram[i];
    }

    /** Returns the sums of a class over the scale. */
    double[] classRow(int label) {
        return ofClass.get(label);
    }

    /** Returns the sum of the weights of a class over the scale. */
    double storedMass(int label) {
        return mass.get(label)[0];
    }

    /** Goes on from a stored state, whose rows are written to {@link #gramRow} and {@link #classRow}. */
    void restore(double storedScale, double[] masses, long allChanges, long gramChange, long[] classChanges) {
        scale = storedScale;
        changes = allChanges;
        gramChanged = gramChange;
        for (int c = 0; c < masses.length; c++) {
            mass.get(c)[0] = masses[c];
            classChanged.set(c, classChanges[c]);
        }
    }

    private void multiply(double factor) {
        gramChanged = ++changes;
        classChanged.replaceAll(before -> changes);
        for (int i = 0; i < units; i++) {
            scaleRow(gram[i], factor);
        }
        ofClass.forEach(row -> scaleRow(row, factor));
        mass.forEach(row -> scaleRow(row, factor));
    }

    private static void scaleRow(double[] row, double factor) {
        for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
        }
    }
}
