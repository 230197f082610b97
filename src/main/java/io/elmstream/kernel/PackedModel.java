package io.elmstream.kernel;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MissingValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Elm} in a layout for scoring, immutable and shared by all threads.
 *
 * <p>The sigmoid is {@code 1/2 + tanh(a/2)/2}, and its halves are folded into W and beta without rounding. Means,
 * scales and the temperature are not folded, because each weight would be rounded to another number, and in sharp
 * models, whose weights cancel each other, this affects the fourth digit of a probability; rounding a feature is like
 * an error of 1e-7 in a sensor, and the model is smooth there. It also makes a missing feature a plain 0.
 *
 * <p>The weights are stored in panels, the layout that the vector form reads sequentially. The plain form needs whole
 * columns, which are created when it first scores the model, so that they take memory only where they are used.
 */
public final class PackedModel {

    /** The number of hidden units, or classes, of a panel: the lanes of the widest vector. */
    static final int PANEL = 16;

    /** The number of hidden units whose contribution to an output is summed up before it is added. */
    static final int CHUNK = 64;

    /** W and beta unit by unit, for {@link PlainForwardPass}; separate arrays, because C2 prefers loops from 0. */
    record Columns(float[][] weights, float[][] beta) {}

    private final int inputs;
    private final int units;
    private final int classes;
    private final boolean acceptsMissing;
    private final int columns;
    private final int[] places;
    private volatile @Nullable Columns byColumn;

    /** What the sums of a panel of units go through. */
    final Bend[] bends;
    /**
     * The places of hidden units, a multiple of {@link #PANEL}, because a panel has one bend; empty places have weights
     * and beta 0.
     */
    final int paddedUnits;
    /** The classes rounded up to a multiple of {@link #PANEL}; the padding has beta 0. */
    final int paddedClasses;
    /** The means, padded with zeros to a multiple of {@link #PANEL}. */
    final float[] means;
    /** The reciprocals of the scales, padded likewise. */
    final float[] factors;
    /** W: panel by panel, input by input, the panel's units. */
    final float[] panels;

    final float[] biases;
    /** beta: panel by panel of classes, unit by unit, the panel's classes. */
    final float[] beta;
    /** One per padded class: the initial value of an output. */
    final float[] offsets;
    /** The rounding errors of the offsets as floats. */
    final float[] offsetRests;
    /** The reciprocal of the temperature. */
    final float sharpness;

    private PackedModel(Elm elm) {
        HiddenUnits hidden = elm.units();
        inputs = hidden.inputs();
        columns = hidden.columns();
        units = hidden.count();
        classes = elm.labels().size();
        acceptsMissing = elm.standardiser().missing() == MissingValues.MEAN;
        means = Arrays.copyOf(elm.standardiser().means(), (inputs + PANEL - 1) / PANEL * PANEL);
        factors = new float[means.length];
        places = new int[units];
        bends = bends(hidden, places);
        paddedUnits = bends.length * PANEL;
        paddedClasses = (classes + PANEL - 1) / PANEL * PANEL;
        panels = new float[Math.multiplyExact(columns, paddedUnits)];
        biases = new float[paddedUnits];
        beta = new float[Math.multiplyExact(paddedClasses, paddedUnits)];
        offsets = new float[paddedClasses];
        offsetRests = new float[paddedClasses];
        sharpness = (float) (1 / elm.temperature());
        float[] scales = elm.standardiser().scales();
        for (int j = 0; j < inputs; j++) {
            factors[j] = 1 / scales[j];
        }
        layOutHidden(hidden);
        layOutOutputs(hidden, elm.beta());
    }

    /**
     * Converts a model to the layout for scoring.
     *
     * @param elm the model
     * @return its weights in the layouts that the forward passes read
     */
    public static PackedModel pack(Elm elm) {
        return new PackedModel(elm);
    }

    /** {@return the memory of the layouts, in bytes; W and beta count twice once the plain form has been used} */
    public int bytes() {
        long floats = (long) panels.length + beta.length + biases.length + 2L * offsets.length + 2L * means.length;
        long plain = byColumn == null ? 0 : (long) paddedUnits * (columns + classes);
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
     * Finds a feature that this model cannot score: one that is infinite, or NaN if the model accepts no missing
     * values.
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

    /** {@return whether NaN is scored as the feature's mean; otherwise rows must not contain it} */
    public boolean acceptsMissing() {
        return acceptsMissing;
    }

    /** Returns the number of columns of W: one per input, and one for their mean square if any unit sees it. */
    int columns() {
        return columns;
    }

    /** Returns the weights as {@link PlainForwardPass} reads them. Two threads may both create them; they are equal. */
    Columns byColumn() {
        Columns known = byColumn;
        if (known == null) {
            known = new Columns(new float[columns][paddedUnits], new float[classes][paddedUnits]);
            for (int u = 0; u < paddedUnits; u++) {
                for (int j = 0; j < columns; j++) {
                    known.weights[j][u] = panels[panel(u, j)];
                }
                for (int c = 0; c < classes; c++) {
                    known.beta[c][u] = beta[betaPanel(u, c)];
                }
            }
            byColumn = known;
        }
        return known;
    }

    /** Returns the index of the weight of a unit and an input. */
    int panel(int unit, int input) {
        return (unit / PANEL * columns + input) * PANEL + unit % PANEL;
    }

    /** Returns the index of the beta of a unit and a class. */
    int betaPanel(int unit, int label) {
        return (label / PANEL * paddedUnits + unit) * PANEL + label % PANEL;
    }

    /**
     * Gives each unit its place, and returns the bend of each panel of places. Units keep their order, and wherever the
     * bend changes, the rest of a panel stays empty.
     */
    private static Bend[] bends(HiddenUnits hidden, int[] places) {
        List<Bend> bends = new ArrayList<>();
        int place = 0;
        for (int u = 0; u < places.length; u++) {
            Bend bend = Bend.of(hidden.activation(u));
            if (place % PANEL != 0 && bends.get(bends.size() - 1) != bend) {
                place = bends.size() * PANEL;
            }
            if (place % PANEL == 0) {
                bends.add(bend);
            }
            places[u] = place++;
        }
        return bends.toArray(Bend[]::new);
    }

    private void layOutHidden(HiddenUnits hidden) {
        for (int u = 0; u < units; u++) {
            float slope = hidden.activation(u) == Activation.SIGMOID ? 0.5f : 1;
            for (int i = hidden.first(u); i < hidden.first(u + 1); i++) {
                panels[panel(places[u], hidden.input(i))] = slope * hidden.weight(i);
            }
            biases[places[u]] = slope * hidden.bias(u);
        }
    }

    private void layOutOutputs(HiddenUnits hidden, float[] plain) {
        for (int c = 0; c < classes; c++) {
            double offset = 0;
            for (int u = 0; u < units; u++) {
                boolean sigmoid = hidden.activation(u) == Activation.SIGMOID;
                float weight = plain[u * classes + c];
                offset += sigmoid ? 0.5 * weight : 0;
                beta[betaPanel(places[u], c)] = sigmoid ? 0.5f * weight : weight;
            }
            offsets[c] = (float) offset;
            offsetRests[c] = (float) (offset - offsets[c]);
        }
    }
}
