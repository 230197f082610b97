package io.elmstream.training;

import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.Standardiser;
import java.util.Arrays;

/** From rows as read to the activations of the hidden layer, in double precision. Immutable. */
final class HiddenMap {

    private final Standardiser standardiser;
    private final HiddenUnits units;

    HiddenMap(Standardiser standardiser, HiddenLayer hidden) {
        this.standardiser = standardiser;
        this.units = hidden.expand();
    }

    int units() {
        return units.count();
    }

    int inputs() {
        return units.inputs();
    }

    /** Writes {@code g(W z + b)} of one row to h, of length units. */
    void apply(float[] row, double[] h) {
        double[] z = new double[inputs() + 1];
        standardise(row, z);
        activate(z, h);
    }

    /** Writes {@code g(W z + b)} of a row that is standardised already, see {@link #standardise}. */
    void activate(double[] z, double[] h) {
        for (int u = 0; u < units.count(); u++) {
            h[u] = units.bias(u);
            for (int link = units.first(u); link < units.first(u + 1); link++) {
                h[u] += units.weight(link) * z[units.input(link)];
            }
        }
        activate(h, 1);
    }

    /**
     * Writes W z + b of several rows.
     *
     * @param z by input, {@code rows} values each, the last of them the mean square
     * @param sums receives the sums by unit, {@code rows} values each
     */
    void weigh(double[] z, int rows, double[] sums) {
        for (int u = 0; u < units.count(); u++) {
            Arrays.fill(sums, u * rows, (u + 1) * rows, units.bias(u));
            for (int link = units.first(u); link < units.first(u + 1); link++) {
                VectorLoops.addScaled(sums, u * rows, z, units.input(link) * rows, rows, units.weight(link));
            }
        }
    }

    /** Replaces sums by activations, by unit and {@code rows} values each. */
    void activate(double[] sums, int rows) {
        int first = 0;
        for (int u = 1; u <= units.count(); u++) {
            if (u == units.count() || units.activation(u) != units.activation(first)) {
                Bends.apply(units.activation(first), sums, first * rows, u * rows);
                first = u;
            }
        }
    }

    /** Writes the standardised row and its mean square to z, of length inputs + 1. */
    void standardise(float[] row, double[] z) {
        standardiser.apply(row, z);
        double meanSquare = 0;
        for (int j = 0; j < inputs(); j++) {
            meanSquare += z[j] * z[j];
        }
        z[inputs()] = meanSquare / inputs();
    }
}
