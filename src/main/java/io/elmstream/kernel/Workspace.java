package io.elmstream.kernel;

/** Buffers for scoring. Not thread-safe; may be used for any number of models, one after the other. */
public final class Workspace {

    private float[] inputs = new float[0];
    private float[] seen = new float[0];
    private float[] hidden = new float[0];
    private float[] outputs = new float[0];
    private int[] unsure = new int[0];
    private float[] unsureRows = new float[0];
    private float[] verified = new float[0];

    /** Creates empty buffers, which grow with the first batch. */
    public Workspace() {}

    /** Returns a buffer for standardised inputs. */
    float[] inputs(int length) {
        if (inputs.length < length) {
            inputs = new float[length];
        }
        return inputs;
    }

    /** Returns a buffer for the inputs that links see. */
    float[] seen(int length) {
        if (seen.length < length) {
            seen = new float[length];
        }
        return seen;
    }

    /** Returns a buffer for hidden activations. */
    float[] hidden(int length) {
        if (hidden.length < length) {
            hidden = new float[length];
        }
        return hidden;
    }

    /** Returns a buffer for outputs. */
    float[] outputs(int length) {
        if (outputs.length < length) {
            outputs = new float[length];
        }
        return outputs;
    }

    /** Returns a buffer for the places of rows that go to a verifier. */
    int[] unsure(int length) {
        if (unsure.length < length) {
            unsure = new int[length];
        }
        return unsure;
    }

    /** Returns a buffer for the features of those rows. */
    float[] unsureRows(int length) {
        if (unsureRows.length < length) {
            unsureRows = new float[length];
        }
        return unsureRows;
    }

    /** Returns a buffer for the verifier's probabilities. */
    float[] verified(int length) {
        if (verified.length < length) {
            verified = new float[length];
        }
        return verified;
    }
}
