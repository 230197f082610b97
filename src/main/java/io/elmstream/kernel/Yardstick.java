package io.elmstream.kernel;

import java.util.Optional;

/** Parts of a forward pass, to measure them alone; they compute nothing of use. */
public interface Yardstick {

    /**
     * The hidden layer's products for as many rows as the form takes at a time, whatever their values.
     *
     * @return the number of rows
     */
    int multiply(PackedModel model, Workspace workspace);

    /**
     * Multiplies and adds in registers, as fast as the processor can.
     *
     * @param sums at least 16 long, takes the sums, so that they must be worked out
     * @return the number of floating-point operations
     */
    long fuse(int rounds, float[] sums);

    /** The yardsticks of a form, if it has them. */
    static Optional<Yardstick> of(ForwardPass pass) {
        return pass instanceof Yardstick yardstick ? Optional.of(yardstick) : Optional.empty();
    }
}
