package io.elmstream.kernel;

/** Buffers of one task for scoring. Not for two threads at a time; good for any number of models in turn. */
public final class Workspace {

    private float[] inputs = new float[0];
    private float[] hidden = new float[0];
    private float[] outputs = new float[0];

    /** Empty buffers, which grow with the first batch. */
    public Workspace() {}

    /** Room for standardised inputs. */
    float[] inputs(int length) {
        if (inputs.length < length) {
            inputs = new float[length];
        }
        return inputs;
    }

    /** Room for hidden activations. */
    float[] hidden(int length) {
        if (hidden.length < length) {
            hidden = new float[length];
        }
        return hidden;
    }

    /** Room for outputs. */
    float[] outputs(int length) {
        if (outputs.length < length) {
            outputs = new float[length];
        }
        return outputs;
    }
}
