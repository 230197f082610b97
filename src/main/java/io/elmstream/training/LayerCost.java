package io.elmstream.training;

import io.elmstream.elm.HiddenUnits;

/**
 * A model of what a reading costs, in nanoseconds of the machine that it was fitted on (AMD EPYC, 512-bit vectors,
 * batches of 256). A search decides by it between plans that are equally good, since measured times would make the same
 * data and seed give other models on other machines.
 */
final class LayerCost {

    private static final double OF_READING = 15;
    private static final double OF_INPUT = 0.5;
    private static final double OF_LINK = 0.06;
    private static final double OF_OUTPUT = 0.016;
    private static final int PANEL = 16;

    private LayerCost() {}

    static double nanos(HiddenUnits units, int classes) {
        double nanos = OF_READING + OF_INPUT * units.inputs() + OF_LINK * units.first(units.count());
        double outputs = OF_OUTPUT * ((classes + PANEL - 1) / PANEL * PANEL);
        for (int u = 0; u < units.count(); u++) {
            nanos += outputs
                    + switch (units.activation(u)) {
                        case SIGMOID, TANH, GAUSSIAN -> 0.4;
                        case RELU, CLIP -> 0.05;
                        case LINEAR -> 0;
                    };
        }
        return nanos;
    }
}
