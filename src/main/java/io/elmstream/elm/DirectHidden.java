package io.elmstream.elm;

import java.util.Set;

/**
 * Direct links from the inputs to the outputs, as units without a bend: one per input, {@code h = z}, and a last one
 * that is always 1. Beside other units they take the linear part of the task from them (Pao, Park, Sobajic: "Learning
 * and generalization characteristics of the random vector functional-link net", Neurocomputing 6, 1994); alone they
 * make the model linear.
 *
 * @param inputs the number of inputs, 1 or more
 */
public record DirectHidden(int inputs) implements HiddenLayer {

    /** Checks the value. */
    public DirectHidden {
        Shapes.require(inputs > 0, "inputs is " + inputs + ", must be 1 or more");
    }

    /** {@return the number of inputs and one} */
    @Override
    public int units() {
        return inputs + 1;
    }

    @Override
    public Set<Activation> activations() {
        return Set.of(Activation.LINEAR);
    }

    @Override
    public HiddenUnits expand() {
        HiddenUnits.Builder builder = new HiddenUnits.Builder(inputs, inputs + 1, inputs);
        for (int j = 0; j < inputs; j++) {
            builder.unit(Activation.LINEAR, 0);
            builder.link(j, 1);
        }
        builder.unit(Activation.LINEAR, 1);
        return builder.build();
    }

    @Override
    public String description() {
        return "direct links";
    }
}
