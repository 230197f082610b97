package io.elmstream.kernel;

/**
 * The forward pass in plain Java. Its inner loops go over hidden units, one row at a time, so that the JIT makes vector
 * code of them without changing the order of any sum.
 */
public final class PlainForwardPass implements ForwardPass {

    @Override
    public void score(PackedModel model, float[] rows, int count, Workspace workspace, float[] probabilities) {
        float[] centred = workspace.inputs(model.inputs());
        float[] hidden = workspace.hidden(model.units());
        for (int r = 0; r < count; r++) {
            centre(model, rows, r * model.inputs(), centred);
            sums(model, centred, hidden);
            if (model.rectified()) {
                for (int u = 0; u < model.units(); u++) {
                    hidden[u] = Math.max(hidden[u], 0);
                }
            } else {
                Tanh.apply(hidden, model.units());
            }
            outputs(model, hidden, probabilities, r * model.classes());
            Softmax.apply(probabilities, r * model.classes(), model.classes());
        }
    }

    private static void centre(PackedModel model, float[] rows, int at, float[] centred) {
        for (int j = 0; j < model.inputs(); j++) {
            float value = rows[at + j] - model.means[j];
            float limit = model.limits[j];
            centred[j] = Float.isNaN(value) ? 0 : Math.max(-limit, Math.min(limit, value));
        }
    }

    private static void sums(PackedModel model, float[] centred, float[] hidden) {
        int units = model.units();
        System.arraycopy(model.biases, 0, hidden, 0, units);
        for (int j = 0; j < model.inputs(); j++) {
            float value = centred[j];
            int from = j * units;
            for (int u = 0; u < units; u++) {
                hidden[u] += value * model.weightsByInput[from + u];
            }
        }
    }

    private static void outputs(PackedModel model, float[] hidden, float[] outputs, int at) {
        int classes = model.classes();
        System.arraycopy(model.offsets, 0, outputs, at, classes);
        for (int u = 0; u < model.units(); u++) {
            float h = hidden[u];
            for (int c = 0; c < classes; c++) {
                outputs[at + c] += h * model.beta[u * classes + c];
            }
        }
    }
}
