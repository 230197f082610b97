package io.elmstream.kernel;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Standardiser;
import java.util.Arrays;

/**
 * An {@link Elm} laid out for scoring, immutable and shared by all threads.
 *
 * <p>What can be worked out once is folded into the weights: the scales into W, the temperature into beta, and the
 * sigmoid into {@code 1/2 + tanh(a/2)/2}. The means are not: they are taken off each feature first, since a feature
 * such as an air pressure in pascal would lose its digits in a single-precision sum. That also makes a missing feature
 * a plain 0.
 */
public final class PackedModel {

    private static final int PAD = 16;

    private final int inputs;
    private final int units;
    private final int classes;
    private final boolean acceptsMissing;
    private final boolean rectified;

    /** The hidden units rounded up to a multiple of {@value #PAD}; those past the end have weights and beta 0. */
    final int paddedUnits;
    final float[] means;
    final float[] limits;
    /** W by input, each column padded; arrays of their own, since C2 makes vector code only of loops from 0. */
    final float[][] weightColumns;
    final float[] biases;
    /** beta by class, each column padded. */
    final float[][] betaColumns;
    final float[] offsets;

    private PackedModel(Elm elm) {
        inputs = elm.hidden().inputs();
        units = elm.hidden().units();
        classes = elm.labels().size();
        acceptsMissing = elm.standardiser().missing() == MissingValues.MEAN;
        rectified = elm.hidden().activation() == Activation.RELU;
        means = elm.standardiser().means();
        limits = elm.standardiser().scales();
        paddedUnits = (units + PAD - 1) / PAD * PAD;
        weightColumns = new float[inputs][paddedUnits];
        biases = Arrays.copyOf(elm.hidden().biases(), paddedUnits);
        betaColumns = new float[classes][paddedUnits];
        offsets = new float[classes];
        foldScales(elm);
        foldTemperatureAndSigmoid(elm);
    }

    /** Lays a model out for scoring. */
    public static PackedModel pack(Elm elm) {
        return new PackedModel(elm);
    }

    /** The number of features of a row. */
    public int inputs() {
        return inputs;
    }

    /** The number of hidden units. */
    public int units() {
        return units;
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /** Whether a NaN is scored as the feature's mean; else such a row must not get here. */
    public boolean acceptsMissing() {
        return acceptsMissing;
    }

    /** Whether hidden units are {@code max(a, 0)}; else they are {@code tanh(a)}. */
    boolean rectified() {
        return rectified;
    }

    private void foldScales(Elm elm) {
        float[] weights = elm.hidden().weights();
        double slope = elm.hidden().activation() == Activation.SIGMOID ? 0.5 : 1;
        for (int j = 0; j < inputs; j++) {
            for (int u = 0; u < units; u++) {
                weightColumns[j][u] = (float) (slope * weights[u * inputs + j] / limits[j]);
            }
        }
        for (int u = 0; u < units; u++) {
            biases[u] *= (float) slope;
        }
        for (int j = 0; j < inputs; j++) {
            limits[j] = Math.min(limits[j] * Standardiser.LIMIT, Float.MAX_VALUE);
        }
    }

    private void foldTemperatureAndSigmoid(Elm elm) {
        float[] beta = elm.beta();
        boolean sigmoid = elm.hidden().activation() == Activation.SIGMOID;
        for (int c = 0; c < classes; c++) {
            double offset = 0;
            for (int u = 0; u < units; u++) {
                double scaled = beta[u * classes + c] / elm.temperature();
                offset += sigmoid ? 0.5 * scaled : 0;
                betaColumns[c][u] = (float) (sigmoid ? 0.5 * scaled : scaled);
            }
            offsets[c] = (float) offset;
        }
    }
}
