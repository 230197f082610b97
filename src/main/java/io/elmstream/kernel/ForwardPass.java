package io.elmstream.kernel;

/**
 * Scores a micro-batch with one model. Implementations hold no state and may be shared by all threads; the workspace
 * may not.
 */
public interface ForwardPass {

    /**
     * Writes the class probabilities of {@code count} rows. A row's probabilities depend on the model and the row
     * alone, to the bit.
     *
     * @param model the packed model
     * @param rows row-major count x inputs, the features as they were read; a NaN counts as missing, an infinite one is
     *     cut off at {@link io.elmstream.elm.Standardiser#LIMIT}
     * @param count how many rows, 0 or more
     * @param workspace the caller's own; it grows when it must, else nothing is allocated
     * @param probabilities takes the result, row-major count x classes; may be longer
     * @throws IndexOutOfBoundsException if an array is too short
     */
    void score(PackedModel model, float[] rows, int count, Workspace workspace, float[] probabilities);

    /** The fastest form that runs on this machine. */
    static ForwardPass fastest() {
        return new PlainForwardPass();
    }
}
