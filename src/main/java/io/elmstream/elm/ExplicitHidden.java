package io.elmstream.elm;

import java.util.Arrays;
import java.util.Set;

/** A hidden layer with explicit weights, for models that were trained elsewhere. */
public final class ExplicitHidden implements HiddenLayer {

    private final int inputs;
    private final int units;
    private final Activation activation;
    private final float[] weights;
    private final float[] biases;

    /**
     * Creates a layer from its weights.
     *
     * @param inputs the number of inputs, 1 or more
     * @param activation the activation of every unit
     * @param weights W, row-major units x inputs, none beyond {@link #LARGEST_WEIGHT}
     * @param biases b, one per unit, none beyond {@link #LARGEST_WEIGHT}
     * @throws IllegalArgumentException if the shapes do not agree or a figure is out of its range
     */
    public ExplicitHidden(int inputs, Activation activation, float[] weights, float[] biases) {
        Shapes.require(inputs > 0, "inputs is " + inputs + ", must be 1 or more");
        Shapes.require(biases.length > 0, "biases is empty, must have one per hidden unit");
        Shapes.requireLength("weights", weights.length, Math.multiplyExact(inputs, biases.length));
        Shapes.requireWithin("weights", weights, LARGEST_WEIGHT);
        Shapes.requireWithin("biases", biases, LARGEST_WEIGHT);
        this.inputs = inputs;
        this.units = biases.length;
        this.activation = activation;
        this.weights = weights.clone();
        this.biases = biases.clone();
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int units() {
        return units;
    }

    /** {@return the activation of every unit} */
    public Activation activation() {
        return activation;
    }

    /** {@return a copy of W, row-major units x inputs} */
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
        return HiddenUnits.dense(inputs, activation, weights, biases);
    }

    @Override
    public String description() {
        return "explicit weights";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExplicitHidden that
                && inputs == that.inputs
                && activation == that.activation
                && Arrays.equals(weights, that.weights)
                && Arrays.equals(biases, that.biases);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(weights) + Arrays.hashCode(biases);
    }
}
