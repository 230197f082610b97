package io.elmstream.elm;

import java.util.Arrays;
import java.util.Set;

/** A hidden layer with explicit weights for the inputs that each unit sees, and none for the others. */
public final class SparseHidden implements HiddenLayer {

    private final int inputs;
    private final Activation activation;
    private final int[] widths;
    private final int[] links;
    private final float[] weights;
    private final float[] biases;

    /**
     * Creates a layer from its links.
     *
     * @param inputs the number of inputs, 1 or more
     * @param activation the activation of every unit
     * @param widths the number of inputs that each unit sees, one per unit, 0 or more
     * @param links the inputs, unit by unit, ascending within a unit, from 0 to inputs - 1
     * @param weights their weights, none 0 or beyond {@link #LARGEST_WEIGHT}
     * @param biases b, one per unit, none beyond {@link #LARGEST_WEIGHT}
     * @throws IllegalArgumentException if the shapes do not agree or a figure is out of its range
     */
    public SparseHidden(int inputs, Activation activation, int[] widths, int[] links, float[] weights, float[] biases) {
        Shapes.require(inputs > 0, "inputs is " + inputs + ", must be 1 or more");
        Shapes.require(biases.length > 0, "biases is empty, must have one per hidden unit");
        Shapes.requireLength("widths", widths.length, biases.length);
        Shapes.requireLength("weights", weights.length, links.length);
        Shapes.requireWithin("weights", weights, LARGEST_WEIGHT);
        Shapes.requireWithin("biases", biases, LARGEST_WEIGHT);
        int at = 0;
        for (int u = 0; u < widths.length; u++) {
            Shapes.require(
                    widths[u] >= 0 && widths[u] <= links.length - at,
                    "widths[" + u + "] is " + widths[u] + ", must be from 0 to " + (links.length - at));
            for (int k = 0; k < widths[u]; k++, at++) {
                int least = k == 0 ? 0 : links[at - 1] + 1;
                Shapes.require(
                        links[at] >= least && links[at] < inputs,
                        "links[" + at + "] is " + links[at] + ", must be from " + least + " to " + (inputs - 1));
                Shapes.require(weights[at] != 0, "weights[" + at + "] is 0, which makes no link");
            }
        }
        Shapes.requireLength("links", links.length, at);
        this.inputs = inputs;
        this.activation = activation;
        this.widths = widths.clone();
        this.links = links.clone();
        this.weights = weights.clone();
        this.biases = biases.clone();
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int units() {
        return biases.length;
    }

    /** {@return the activation of every unit} */
    public Activation activation() {
        return activation;
    }

    /** {@return a copy of the number of inputs that each unit sees} */
    public int[] widths() {
        return widths.clone();
    }

    /** {@return a copy of the inputs, unit by unit} */
    public int[] links() {
        return links.clone();
    }

    /** {@return a copy of the weights, one per link} */
    public float[] weights() {
        return weights.clone();
    }

    /** {@return a copy of b, one bias per unit} */
    public float[] biases() {
        return biases.clone();
    }

    @Override
    public Set<Activation> activations() {
        return Set.of(activation);
    }

    @Override
    public HiddenUnits expand() {
        HiddenUnits.Builder builder = new HiddenUnits.Builder(inputs, biases.length, links.length);
        int at = 0;
        for (int u = 0; u < biases.length; u++) {
            builder.unit(activation, biases[u]);
            for (int k = 0; k < widths[u]; k++, at++) {
                builder.link(links[at], weights[at]);
            }
        }
        return builder.build();
    }

    @Override
    public String description() {
        return "explicit weights of " + links.length + " links";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseHidden that
                && inputs == that.inputs
                && activation == that.activation
                && Arrays.equals(widths, that.widths)
                && Arrays.equals(links, that.links)
                && Arrays.equals(weights, that.weights)
                && Arrays.equals(biases, that.biases);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(weights) + Arrays.hashCode(biases);
    }
}
