package io.elmstream.kernel;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Standardiser;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Elm} laid out for scoring, immutable and shared by all threads.
 *
 * <p>What can be worked out once is folded into the weights: the scales into W, the temperature into beta, and the
 * sigmoid into {@code 1/2 + tanh(a/2)/2}. The means are not: they are taken off each feature first, since a feature
 * such as an air pressure in pascal would lose its digits in a single-precision sum. That also makes a missing feature
 * a plain 0.
 *
 * <p>The weights lie in panels, the layout that the vector form reads from one end to the other. The plain form needs
 * whole columns; it has them made when it first scores the model, so that they take memory only where it is used.
 */
public final class PackedModel {

    /** Hidden units of a panel: the lanes of the widest vector. */
    static final int PANEL = 16;

    /** Classes that the vector form takes at a time. */
    static final int CLASS_BLOCK = 4;

    /** W and beta unit by unit, for {@link PlainForwardPass}; arrays of their own, as C2 wants loops from 0. */
    record Columns(float[][] weights, float[][] beta) {}

    private final int inputs;
    private final int units;
    private final int classes;
    private final boolean acceptsMissing;
    private final boolean rectified;
    private volatile @Nullable Columns columns;

    /** The hidden units rounded up to a multiple of {@link #PANEL}; those past the end have weights and beta 0. */
    final int paddedUnits;
    /** The classes rounded up to a multiple of {@link #CLASS_BLOCK}; those past the end have beta 0. */
    final int paddedClasses;
    final float[] means;
    final float[] limits;
    /** W: panel by panel, input by input, the panel's units. */
    final float[] panels;
    final float[] biases;
    /** beta: block by block of classes, unit by unit, the block's classes. */
    final float[] beta;
    /** One per padded class. */
    final float[] offsets;

    private PackedModel(Elm elm) {
        inputs = elm.hidden().inputs();
        units = elm.hidden().units();
        classes = elm.labels().size();
        acceptsMissing = elm.standardiser().missing() == MissingValues.MEAN;
        rectified = elm.hidden().activation() == Activation.RELU;
        means = elm.standardiser().means();
        limits = elm.standardiser().scales();
        paddedUnits = (units + PANEL - 1) / PANEL * PANEL;
        paddedClasses = (classes + CLASS_BLOCK - 1) / CLASS_BLOCK * CLASS_BLOCK;
        panels = new float[Math.multiplyExact(inputs, paddedUnits)];
        biases = Arrays.copyOf(elm.hidden().biases(), paddedUnits);
        beta = new float[Math.multiplyExact(paddedClasses, paddedUnits)];
        offsets = new float[paddedClasses];
        foldScales(elm);
        foldTemperatureAndSigmoid(elm);
    }

    /** Lays a model out for scoring. */
    public static PackedModel pack(Elm elm) {
        return new PackedModel(elm);
    }

    /** What the layouts take in memory, in bytes: W and beta twice where the plain form has been used, and a little more. */
    public int bytes() {
        long floats = (long) panels.length + beta.length + biases.length + offsets.length + means.length + limits.length;
        long plain = columns == null ? 0 : (long) units * (inputs + classes);
        return (int) Math.min(Integer.MAX_VALUE, (floats + plain) * Float.BYTES);
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

    /** The weights as {@link PlainForwardPass} reads them. Two threads may both make them, and they are equal. */
    Columns columns() {
        Columns known = columns;
        if (known == null) {
            known = new Columns(new float[inputs][paddedUnits], new float[classes][paddedUnits]);
            for (int u = 0; u < units; u++) {
                for (int j = 0; j < inputs; j++) {
                    known.weights[j][u] = panels[panel(u, j)];
                }
                for (int c = 0; c < classes; c++) {
                    known.beta[c][u] = beta[block(u, c)];
                }
            }
            columns = known;
        }
        return known;
    }

    /** Where the weight of a unit and an input is. */
    int panel(int unit, int input) {
        return (unit / PANEL * inputs + input) * PANEL + unit % PANEL;
    }

    /** Where the beta of a unit and a class is. */
    int block(int unit, int label) {
        return (label / CLASS_BLOCK * paddedUnits + unit) * CLASS_BLOCK + label % CLASS_BLOCK;
    }

    private void foldScales(Elm elm) {
        float[] weights = elm.hidden().weights();
        double slope = elm.hidden().activation() == Activation.SIGMOID ? 0.5 : 1;
        for (int j = 0; j < inputs; j++) {
            for (int u = 0; u < units; u++) {
                panels[panel(u, j)] = (float) (slope * weights[u * inputs + j] / limits[j]);
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
        float[] unscaled = elm.beta();
        boolean sigmoid = elm.hidden().activation() == Activation.SIGMOID;
        for (int c = 0; c < classes; c++) {
            double offset = 0;
            for (int u = 0; u < units; u++) {
                double scaled = unscaled[u * classes + c] / elm.temperature();
                offset += sigmoid ? 0.5 * scaled : 0;
                beta[block(u, c)] = (float) (sigmoid ? 0.5 * scaled : scaled);
            }
            offsets[c] = (float) offset;
        }
    }
}
