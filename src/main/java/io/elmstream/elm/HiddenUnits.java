package io.elmstream.elm;

import java.util.Arrays;

/**
 * The units of a {@link HiddenLayer}, each with its activation, its bias and the inputs it sees: what training and the
 * kernel read, whatever form the layer is stored in. Unit u computes {@code h = g(b + sum of w z)} over its links, from
 * {@link #first first(u)} up to, but not including, first(u + 1); inputs ascend, and no weight is 0. Immutable.
 *
 * <p>The input with the number {@link #inputs()} is not a feature but the mean square of the standardised row,
 * {@code sum of z^2 / inputs}, which makes a distance of a weighted sum ({@link RadialHidden}).
 */
public final class HiddenUnits {

    private final int inputs;
    private final int columns;
    private final Activation[] activations;
    private final float[] biases;
    private final int[] firsts;
    private final int[] links;
    private final float[] weights;

    private HiddenUnits(Builder from) {
        inputs = from.inputs;
        activations = Arrays.copyOf(from.activations, from.units);
        biases = Arrays.copyOf(from.biases, from.units);
        firsts = Arrays.copyOf(from.firsts, from.units + 1);
        firsts[from.units] = from.size;
        links = Arrays.copyOf(from.links, from.size);
        weights = Arrays.copyOf(from.weights, from.size);
        columns = Arrays.stream(links).anyMatch(input -> input == inputs) ? inputs + 1 : inputs;
    }

    /** Returns the units of a layer with one activation and W, row-major units x inputs. */
    static HiddenUnits dense(int inputs, Activation activation, float[] weights, float[] biases) {
        Builder units = new Builder(inputs, biases.length, weights.length);
        for (int u = 0; u < biases.length; u++) {
            units.unit(activation, biases[u]);
            for (int j = 0; j < inputs; j++) {
                units.link(j, weights[u * inputs + j]);
            }
        }
        return units.build();
    }

    /** {@return the number of features of a row} */
    public int inputs() {
        return inputs;
    }

    /** {@return the number of units} */
    public int count() {
        return biases.length;
    }

    /**
     * Returns the activation of a unit.
     *
     * @param unit its index
     * @return g
     */
    public Activation activation(int unit) {
        return activations[unit];
    }

    /**
     * Returns the bias of a unit.
     *
     * @param unit its index
     * @return b
     */
    public float bias(int unit) {
        return biases[unit];
    }

    /**
     * Returns the index of a unit's first link.
     *
     * @param unit its index; {@link #count()} gives the number of all links
     * @return the first index for {@link #input} and {@link #weight}
     */
    public int first(int unit) {
        return firsts[unit];
    }

    /**
     * Returns the input of a link.
     *
     * @param link its index
     * @return the index of a feature, or {@link #inputs()} for the mean square of the row
     */
    public int input(int link) {
        return links[link];
    }

    /**
     * Returns the weight of a link.
     *
     * @param link its index
     * @return w, not 0
     */
    public float weight(int link) {
        return weights[link];
    }

    /** {@return the number of columns of W: one per feature, and one for the mean square if any unit sees it} */
    public int columns() {
        return columns;
    }

    /** {@return a copy of W with its zeros, row-major units x {@link #columns()}} */
    public float[] matrix() {
        float[] matrix = new float[Math.multiplyExact(columns, biases.length)];
        for (int u = 0; u < biases.length; u++) {
            for (int i = firsts[u]; i < firsts[u + 1]; i++) {
                matrix[u * columns + links[i]] = weights[i];
            }
        }
        return matrix;
    }

    /** {@return a copy of b, one bias per unit} */
    public float[] biases() {
        return biases.clone();
    }

    /**
     * Computes the activations of one row in double precision: the reference for the fast forms.
     *
     * @param z the standardised row, length {@link #inputs()}
     * @param h receives the activations, length {@link #count()}
     */
    public void apply(double[] z, double[] h) {
        double meanSquare = 0;
        for (double value : z) {
            meanSquare += value * value;
        }
        meanSquare /= inputs;
        for (int u = 0; u < biases.length; u++) {
            double sum = biases[u];
            for (int i = firsts[u]; i < firsts[u + 1]; i++) {
                sum += weights[i] * (links[i] == inputs ? meanSquare : z[links[i]]);
            }
            h[u] = activations[u].apply(sum);
        }
    }

    /** Collects units one by one, each followed by its links. */
    static final class Builder {

        private final int inputs;
        private final Activation[] activations;
        private final float[] biases;
        private final int[] firsts;
        private int[] links;
        private float[] weights;
        private int units;
        private int size;

        /** Creates a builder for that many units; the number of links is an estimate. */
        Builder(int inputs, int units, int links) {
            this.inputs = inputs;
            this.activations = new Activation[units];
            this.biases = new float[units];
            this.firsts = new int[units + 1];
            this.links = new int[links];
            this.weights = new float[links];
        }

        void unit(Activation activation, float bias) {
            activations[units] = activation;
            biases[units] = bias;
            firsts[units++] = size;
        }

        /** Adds a link to the last unit; inputs ascend. A weight of 0 makes none. */
        void link(int input, float weight) {
            if (weight == 0) {
                return;
            }
            if (size == links.length) {
                links = Arrays.copyOf(links, Math.max(64, 2 * size));
                weights = Arrays.copyOf(weights, links.length);
            }
            links[size] = input;
            weights[size++] = weight;
        }

        void units(HiddenUnits more) {
            for (int u = 0; u < more.count(); u++) {
                unit(more.activation(u), more.bias(u));
                for (int i = more.first(u); i < more.first(u + 1); i++) {
                    link(more.input(i), more.weight(i));
                }
            }
        }

        HiddenUnits build() {
            return new HiddenUnits(this);
        }
    }
}
