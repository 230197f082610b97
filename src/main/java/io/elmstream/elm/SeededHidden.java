package io.elmstream.elm;

import java.util.Set;

/**
 * A hidden layer that is generated from a seed.
 *
 * @param inputs the number of inputs, 1 or more
 * @param units the number of hidden units, 1 or more
 * @param activation the activation of every unit
 * @param generator converts the seed to weights
 * @param seed any number
 */
public record SeededHidden(int inputs, int units, Activation activation, WeightGenerator generator, long seed)
        implements HiddenLayer {

    /** Checks the values. */
    public SeededHidden {
        Shapes.require(inputs > 0, "inputs is " + inputs + ", must be 1 or more");
        Shapes.require(units > 0, "units is " + units + ", must be 1 or more");
        Shapes.require(
                (long) inputs * units <= Integer.MAX_VALUE / 8,
                "inputs x units is " + (long) inputs * units + ", must be " + Integer.MAX_VALUE / 8 + " or less");
    }

    @Override
    public Set<Activation> activations() {
        return Set.of(activation);
    }

    @Override
    public HiddenUnits expand() {
        return generator.units(seed, inputs, units, activation);
    }

    @Override
    public String description() {
        return "seed " + seed + ", generator " + generator;
    }
}
