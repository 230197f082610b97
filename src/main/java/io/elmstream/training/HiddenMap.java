package io.elmstream.training;

import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.Standardiser;

/** From a row as read to the activations of the hidden layer, in double precision. */
final class HiddenMap {

    private final Standardiser standardiser;
    private final HiddenUnits units;
    private final double[] z;

    HiddenMap(Standardiser standardiser, HiddenLayer hidden) {
        this.standardiser = standardiser;
        this.units = hidden.expand();
        this.z = new double[hidden.inputs()];
    }

    int units() {
        return units.count();
    }

    /** Writes {@code g(W z + b)} of one row to h, of length units. */
    void apply(float[] row, double[] h) {
        standardiser.apply(row, z);
        units.apply(z, h);
    }
}
