package io.elmstream.kernel;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Elm} laid out for scoring, immutable and shared by all threads.
 *
 * <p>The sigmoid is {@code 1/2 + tanh(a/2)/2}, and its halves are folded into W and beta without rounding. Means,
 * scales and the temperature are not folded. Each weight would round to another number, and sharp models, whose weights
 * take one another away, show that in the fourth digit of a probability; a feature that rounds is a sensor that reads
 * 1e-7 beside, and the model is smooth there. It also makes a missing feature a plain 0.
 *
 * <p>The weights lie in panels, the layout that the vector form reads from one end to the other. The plain form needs
 * whole columns; it has them made when it first scores the model, so that they take memory only where it is used.
 */
public final class PackedModel {

    /** Hidden units, or classes, of a panel: the lanes of the widest vector. */
    static final int PANEL = 16;

    /** Hidden units whose share of an output is summed up before it is added. */
    static final int CHUNK = 64;

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
    /** The classes rounded up to a multiple of {@link #PANEL}; those past the end have beta 0. */
    final int paddedClasses;
    /** Filled up with zeros to a multiple of {@link #PANEL}. */
    final float[] means;
    /** One over each scale, filled up likewise. */
    final float[] factors;
    /** W: panel by panel, input by input, the panel's units. */
    final float[] panels;

    final float[] biases;
    /** beta: panel by panel of classes, unit by unit, the panel's classes. */
    final float[] beta;
    /** One per padded class: what an output begins with. */
    final float[] offsets;
    /** What the offsets lost when they became floats. */
    final float[] offsetRests;
    /** One over the temperature. */
    final float sharpness;

    private PackedModel(Elm elm) {
        inputs = elm.hidden().inputs();
        units = elm.hidden().units();
        classes = elm.labels().size();
        acceptsMissing = elm.standardiser().missing() == MissingValues.MEAN;
        rectified = elm.hidden().activation() == Activation.RELU;
        means = Arrays.copyOf(elm.standardiser().means(), (inputs + PANEL - 1) / PANEL * PANEL);
        factors = new float[means.length];
        paddedUnits = (units + PANEL - 1) / PANEL * PANEL;
        paddedClasses = (classes + PANEL - 1) / PANEL * PANEL;
        panels = new float[Math.multiplyExact(inputs, paddedUnits)];
        biases = Arrays.copyOf(elm.hidden().biases(), paddedUnits);
        beta = new float[Math.multiplyExact(paddedClasses, paddedUnits)];
        offsets = new float[paddedClasses];
        offsetRests = new float[paddedClasses];
        sharpness = (float) (1 / elm.temperature());
        float[] scales = elm.standardiser().scales();
        for (int j = 0; j < inputs; j++) {
            factors[j] = 1 / scales[j];
        }
        boolean sigmoid = elm.hidden().activation() == Activation.SIGMOID;
        layOutHidden(elm, sigmoid ? 0.5f : 1);
        layOutOutputs(elm, sigmoid);
    }

    /**
     * Lays a model out for scoring.
     *
     * @param elm the model
     * @return its weights in the layouts that the forward passes read
     */
    public static PackedModel pack(Elm elm) {
        return new PackedModel(elm);
    }

    /**
     * {@return the memory that the layouts take, in bytes; W and beta count twice once the plain form has been used}
     */
    public int bytes() {
        long floats = (long) panels.length + beta.length + biases.length + 2L * offsets.length + 2L * means.length;
        long plain = columns == null ? 0 : (long) units * (inputs + classes);
        return (int) Math.min(Integer.MAX_VALUE, (floats + plain) * Float.BYTES);
    }

    /** {@return the number of features of a row} */
    public int inputs() {
        return inputs;
    }

    /** {@return the number of hidden units} */
    public int units() {
        return units;
    }

    /** {@return the number of classes} */
    public int classes() {
        return classes;
    }

    /**
     * Finds a feature that this model cannot score: one that is infinite, or NaN where no value may be missing.
     *
     * @param rows rows of features, row-major
     * @param at where the row starts in {@code rows}
     * @return the index of the row's first such feature, or -1 if there is none
     */
    public int firstUnusable(float[] rows, int at) {
        for (int j = 0; j < inputs; j++) {
            float value = rows[at + j];
            if (!Float.isFinite(value) && !(Float.isNaN(value) && acceptsMissing)) {
                return j;
            }
        }
        return -1;
    }

    /** {@return whether NaN is scored as the feature's mean; otherwise rows must not have any} */
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
                    known.beta[c][u] = beta[betaPanel(u, c)];
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
    int betaPanel(int unit, int label) {
        return (label / PANEL * paddedUnits + unit) * PANEL + label % PANEL;
    }

    private void layOutHidden(Elm elm, float slope) {
        float[] weights = elm.hidden().weights();
        for (int u = 0; u < units; u++) {
            for (int j = 0; j < inputs; j++) {
                panels[panel(u, j)] = slope * weights[u * inputs + j];
            }
            biases[u] *= slope;
        }
    }

    private void layOutOutputs(Elm elm, boolean sigmoid) {
        float[] plain = elm.beta();
        for (int c = 0; c < classes; c++) {
            double offset = 0;
            for (int u = 0; u < units; u++) {
                float weight = plain[u * classes + c];
                offset += sigmoid ? 0.5 * weight : 0;
                beta[betaPanel(u, c)] = sigmoid ? 0.5f * weight : weight;
            }
            offsets[c] = (float) offset;
            offsetRests[c] = (float) (offset - offsets[c]);
        }
    }
}
