package io.elmstream.kernel;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MissingValues;
import java.util.Arrays;
import java.util.Optional;

/**
 * An {@link Elm} in a layout for scoring, immutable and shared by all threads.
 *
 * <p>The sigmoid is {@code 1/2 + tanh(a/2)/2}, and its halves are folded into W and beta without rounding. Means,
 * scales and the temperature are not folded, because each weight would be rounded to another number, and in sharp
 * models, whose weights cancel each other, this affects the fourth digit of a probability; rounding a feature is like
 * an error of 1e-7 in a sensor, and the model is smooth there. It also makes a missing feature a plain 0.
 *
 * <p>The layouts are those that the vector form reads sequentially, {@link PackedHidden} and panels of classes. The
 * plain form needs whole columns, which are created when it first scores the model, so that they take memory only where
 * they are used.
 */
public final class PackedModel {

    /** The number of hidden units of a panel: the lanes of the widest vector. */
    static final int PANEL = 16;

    /** The number of slots of a group whose contribution to an output is summed up before it is added. */
    static final int CHUNK = 64;

    /** The number of classes whose beta is stored together. */
    static final int BLOCK = 4;

    /**
     * W and beta slot by slot, W of the slots with panels, for {@link PlainForwardPass}; separate arrays, because C2
     * prefers loops from 0.
     */
    record Columns(float[][] weights, float[][] beta) {}

    private final int inputs;
    private final int units;
    private final int classes;
    private final boolean acceptsMissing;
    private volatile Optional<Columns> byColumn = Optional.empty();

    final PackedHidden hidden;
    /** The number of slots of hidden units; empty ones have beta 0. */
    final int slots;
    /** The classes rounded up to a multiple of {@link #BLOCK}; the padding has beta 0. */
    final int paddedClasses;
    /** The means, padded with zeros to a multiple of {@link #PANEL}. */
    final float[] means;
    /** The reciprocals of the scales, padded likewise. */
    final float[] factors;
    /** beta: block by block of classes, slot by slot, the block's classes. */
    final float[] beta;
    /** One per padded class: the initial value of an output. */
    final float[] offsets;
    /** The rounding errors of the offsets as floats. */
    final float[] offsetRests;
    /** The reciprocal of the temperature. */
    final float sharpness;

    private PackedModel(Elm elm) {
        HiddenUnits layer = elm.units();
        inputs = layer.inputs();
        units = layer.count();
        classes = elm.labels().size();
        acceptsMissing = elm.missing() == MissingValues.MEAN;
        means = Arrays.copyOf(elm.standardiser().means(), PackedHidden.padded(inputs));
        factors = new float[means.length];
        hidden = new PackedHidden(layer);
        slots = hidden.units.length;
        paddedClasses = (classes + BLOCK - 1) / BLOCK * BLOCK;
        beta = new float[Math.multiplyExact(paddedClasses, slots)];
        offsets = new float[paddedClasses];
        offsetRests = new float[paddedClasses];
        sharpness = (float) (1 / elm.temperature());
        float[] scales = elm.standardiser().scales();
        for (int j = 0; j < inputs; j++) {
            factors[j] = 1 / scales[j];
        }
        layOutOutputs(layer, elm.beta());
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

    /** {@return the memory of the layouts, in bytes; more once the plain form has been used} */
    public int bytes() {
        long floats = (long) beta.length + 2L * offsets.length + 2L * means.length;
        long plain = byColumn.isEmpty() ? 0 : (long) hidden.panelSlots * columns() + (long) slots * classes;
        return (int) Math.min(Integer.MAX_VALUE, hidden.bytes() + (floats + plain) * Float.BYTES);
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
        return hidden.columns;
    }

    /** Returns the weights as {@link PlainForwardPass} reads them. Two threads may both create them; they are equal. */
    Columns byColumn() {
        Optional<Columns> known = byColumn;
        if (known.isEmpty()) {
            known = Optional.of(layOutColumns());
            byColumn = known;
        }
        return known.get();
    }

    private Columns layOutColumns() {
        Columns laidOut = new Columns(new float[columns()][hidden.panelSlots], new float[classes][slots]);
        for (UnitGroup group : hidden.groups) {
            for (int s = group.first(); s < group.end() && group.panel() >= 0; s++) {
                for (int j = 0; j < columns(); j++) {
                    laidOut.weights[j][s] = hidden.panels[group.weight(s, j, columns())];
                }
            }
        }
        for (int s = 0; s < slots; s++) {
            for (int c = 0; c < classes; c++) {
                laidOut.beta[c][s] = beta[betaAt(s, c)];
            }
        }
        return laidOut;
    }

    /** Returns the index of the beta of a slot and a class. */
    int betaAt(int slot, int label) {
        return (label / BLOCK * slots + slot) * BLOCK + label % BLOCK;
    }

    private void layOutOutputs(HiddenUnits layer, float[] plain) {
        double[] sums = new double[classes];
        for (int s = 0; s < slots; s++) {
            int unit = hidden.units[s];
            for (int c = 0; c < classes && unit >= 0; c++) {
                boolean sigmoid = layer.activation(unit) == Activation.SIGMOID;
                float weight = plain[unit * classes + c];
                sums[c] += sigmoid ? 0.5 * weight : 0;
                beta[betaAt(s, c)] = sigmoid ? 0.5f * weight : weight;
            }
        }
        for (int c = 0; c < classes; c++) {
            offsets[c] = (float) sums[c];
            offsetRests[c] = (float) (sums[c] - offsets[c]);
        }
    }
}
