package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.export.OnnxGraph;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An {@link Elm} as an ONNX model with the standardiser and the temperature folded into the weights: Gemm, the
 * activation, Gemm, Softmax. Direct links are a second Gemm from the inputs to the outputs, which the last one adds to
 * its product. That is faster than the graph of {@link io.elmstream.export.OnnxModel}, whose rounding is the kernel's.
 */
final class FoldedModel {

    private FoldedModel() {}

    /** The bytes of a ModelProto with input x, N x inputs, and output y, N x classes. */
    static byte[] of(Elm elm) {
        HiddenUnits hidden = elm.units();
        int inputs = hidden.inputs();
        int classes = elm.labels().size();
        int[] bent = IntStream.range(0, hidden.count())
                .filter(u -> hidden.activation(u) != Activation.LINEAR)
                .toArray();
        float[] beta = elm.beta();
        float[] weights = new float[inputs * bent.length];
        float[] biases = new float[bent.length];
        float[] outputs = new float[bent.length * classes];
        for (int i = 0; i < bent.length; i++) {
            float[] folded = folded(elm, bent[i]);
            biases[i] = folded[inputs];
            for (int j = 0; j < inputs; j++) {
                weights[j * bent.length + i] = folded[j];
            }
            for (int c = 0; c < classes; c++) {
                outputs[i * classes + c] = beta[bent[i] * classes + c] / (float) elm.temperature();
            }
        }
        OnnxGraph graph = new OnnxGraph("elm");
        String x = graph.input("x", inputs);
        graph.output("y", classes);
        graph.floats("W", weights, inputs, bent.length);
        graph.floats("b", biases, bent.length);
        graph.floats("beta", outputs, bent.length, classes);
        graph.node("Gemm", "a", x, "W", "b");
        addActivation(graph, hidden.activation(bent[0]));
        if (bent.length < hidden.count()) {
            graph.floats("D", direct(elm, false), inputs, classes);
            graph.floats("offset", direct(elm, true), classes);
            graph.node("Gemm", "d", x, "D", "offset");
            graph.node("Gemm", "o", "h", "beta", "d");
        } else {
            graph.node("Gemm", "o", "h", "beta");
        }
        graph.node("Softmax", "y", "o");
        return graph.toModel(1, Map.of());
    }

    private static void addActivation(OnnxGraph graph, Activation activation) {
        switch (activation) {
            case SIGMOID -> graph.node("Sigmoid", "h", "a");
            case TANH -> graph.node("Tanh", "h", "a");
            case RELU -> graph.node("Relu", "h", "a");
            case CLIP ->
                graph.node(
                        "Clip", "h", "a", graph.floats("low", new float[] {-1}), graph.floats("high", new float[] {1}));
            case LINEAR, GAUSSIAN -> throw new IllegalArgumentException(activation + " is not measured");
        }
    }

    /** Returns a unit's weights by feature as read, then its bias. */
    private static float[] folded(Elm elm, int unit) {
        HiddenUnits hidden = elm.units();
        float[] means = elm.standardiser().means();
        float[] scales = elm.standardiser().scales();
        float[] folded = new float[hidden.inputs() + 1];
        folded[hidden.inputs()] = hidden.bias(unit);
        for (int i = hidden.first(unit); i < hidden.first(unit + 1); i++) {
            int j = hidden.input(i);
            folded[j] = hidden.weight(i) / scales[j];
            folded[hidden.inputs()] -= folded[j] * means[j];
        }
        return folded;
    }

    /** Returns what the units without a bend add to the outputs: for each feature and class, or the constants. */
    private static float[] direct(Elm elm, boolean constants) {
        HiddenUnits hidden = elm.units();
        int inputs = hidden.inputs();
        int classes = elm.labels().size();
        float[] beta = elm.beta();
        float[] sums = new float[(inputs + 1) * classes];
        for (int u = 0; u < hidden.count(); u++) {
            if (hidden.activation(u) == Activation.LINEAR) {
                float[] folded = folded(elm, u);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += folded[i / classes] * beta[u * classes + i % classes] / (float) elm.temperature();
                }
            }
        }
        return constants
                ? Arrays.copyOfRange(sums, inputs * classes, sums.length)
                : Arrays.copyOf(sums, inputs * classes);
    }
}
