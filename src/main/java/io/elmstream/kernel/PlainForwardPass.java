package io.elmstream.kernel;

import io.elmstream.elm.Standardiser;

/**
 * The forward pass in plain Java, one row at a time. The inner loops run over hidden units, four inputs or units at a
 * time, and the JIT vectorizes them without changing the order of any sum.
 */
public final class PlainForwardPass implements ForwardPass {

    /** Creates the plain form, which is stateless. */
    public PlainForwardPass() {}

    /** {@return the form of the loops} */
    @Override
    public String toString() {
        return "plain loops";
    }

    @Override
    public void score(PackedModel model, float[] rows, int count, Workspace workspace, float[] probabilities) {
        int inputs = model.inputs();
        int classes = model.classes();
        PackedHidden layer = model.hidden;
        int slots = model.slots;
        float[] centred = workspace.inputs(model.columns());
        float[] sums = workspace.hidden(slots);
        float[] rests = workspace.outputs(classes);
        PackedModel.Columns columns = model.byColumn();
        for (int r = 0; r < count; r++) {
            standardise(rows, r * inputs, model, centred);
            System.arraycopy(layer.biases, 0, sums, 0, slots);
            addProducts(columns.weights(), centred, sums, layer.panelSlots);
            for (UnitGroup group : layer.groups) {
                if (group.panel() < 0) {
                    addLinks(layer, group, centred, sums);
                }
                bend(group.bend(), sums, group.first(), group.end());
            }
            outputs(model, columns.beta(), sums, probabilities, r * classes, rests);
            Softmax.apply(probabilities, r * classes, classes, rests, model.sharpness);
        }
    }

    /** Standardises to mean 0 and scale 1, clipped at the limit; NaN becomes the mean. */
    private static void standardise(float[] rows, int at, PackedModel model, float[] centred) {
        float[] means = model.means;
        float[] factors = model.factors;
        for (int j = 0; j < model.inputs(); j++) {
            float value = (rows[at + j] - means[j]) * factors[j];
            centred[j] = Float.isNaN(value) ? 0 : Math.max(-Standardiser.LIMIT, Math.min(Standardiser.LIMIT, value));
        }
        if (model.columns() > model.inputs()) {
            centred[model.inputs()] = meanSquare(centred, model.inputs());
        }
    }

    private static float meanSquare(float[] z, int inputs) {
        float sum = 0;
        for (int j = 0; j < inputs; j++) {
            sum += z[j] * z[j];
        }
        return sum * (1f / inputs);
    }

    /** Computes {@code hidden += W z}, one column of W after the other. */
    private static void addProducts(float[][] columns, float[] z, float[] hidden, int units) {
        int j = 0;
        for (; j + 4 <= columns.length; j += 4) {
            addFour(columns[j], columns[j + 1], columns[j + 2], columns[j + 3], z, j, hidden, units);
        }
        for (; j < columns.length; j++) {
            addOne(columns[j], z[j], hidden, units);
        }
    }

    private static void addFour(
            float[] w0, float[] w1, float[] w2, float[] w3, float[] z, int j, float[] hidden, int units) {
        float z0 = z[j];
        float z1 = z[j + 1];
        float z2 = z[j + 2];
        float z3 = z[j + 3];
        for (int u = 0; u < units; u++) {
            hidden[u] = hidden[u] + z0 * w0[u] + z1 * w1[u] + z2 * w2[u] + z3 * w3[u];
        }
    }

    private static void addOne(float[] w, float z, float[] hidden, int units) {
        for (int u = 0; u < units; u++) {
            hidden[u] = hidden[u] + z * w[u];
        }
    }

    /** Adds what the units of a group see, link by link. */
    private static void addLinks(PackedHidden layer, UnitGroup group, float[] z, float[] sums) {
        float[] weights = layer.weights;
        int[] inputs = layer.inputs;
        for (int s = group.first(); s < group.end(); s++) {
            float sum = sums[s];
            int at = group.link(s, 0);
            for (int k = 0; k < group.width(); k++, at += group.size()) {
                sum += z[inputs[at]] * weights[at];
            }
            sums[s] = sum;
        }
    }

    /** Computes the activations in place. */
    private static void bend(Bend bend, float[] hidden, int from, int to) {
        switch (bend) {
            case TANH -> Tanh.apply(hidden, from, to);
            case RELU -> rectify(hidden, from, to);
            case CLIP -> clip(hidden, from, to);
            case GAUSSIAN -> Exponential.apply(hidden, from, to);
            case LINEAR -> {}
        }
    }

    private static void rectify(float[] hidden, int from, int to) {
        for (int u = from; u < to; u++) {
            hidden[u] = Math.max(hidden[u], 0);
        }
    }

    private static void clip(float[] hidden, int from, int to) {
        for (int u = from; u < to; u++) {
            hidden[u] = Math.max(-1, Math.min(1, hidden[u]));
        }
    }

    /**
     * Computes each output and, in {@code rests}, its rounding error: large outputs of a sharp model differ by little.
     */
    private static void outputs(
            PackedModel model, float[][] beta, float[] hidden, float[] outputs, int at, float[] rests) {
        for (int c = 0; c < model.classes(); c++) {
            float sum = model.offsets[c];
            float rest = model.offsetRests[c];
            for (int u = 0; u < model.slots; u += PackedModel.CHUNK) {
                float more = product(hidden, beta[c], u, Math.min(u + PackedModel.CHUNK, model.slots));
                float next = sum + more;
                float taken = next - sum;
                rest += (sum - (next - taken)) + (more - taken);
                sum = next;
            }
            outputs[at + c] = sum;
            rests[c] = rest;
        }
    }

    /** Sums over units in eight parts, which the processor adds in parallel. */
    private static float product(float[] hidden, float[] beta, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int u = from; u < to; u += 8) {
            s0 += hidden[u] * beta[u];
            s1 += hidden[u + 1] * beta[u + 1];
            s2 += hidden[u + 2] * beta[u + 2];
            s3 += hidden[u + 3] * beta[u + 3];
            s4 += hidden[u + 4] * beta[u + 4];
            s5 += hidden[u + 5] * beta[u + 5];
            s6 += hidden[u + 6] * beta[u + 6];
            s7 += hidden[u + 7] * beta[u + 7];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
