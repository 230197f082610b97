package io.elmstream.export;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.model.Artefact;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A model as an ONNX graph: the input {@code features}, floats N x features, and the outputs {@code label}, N texts,
 * and {@code probabilities}, floats N x classes.
 *
 * <p>The graph standardises as the kernel does, then for each activation there are its units as Gemm, the activation
 * and another Gemm that adds to the outputs. Direct links go from the standardised row to the outputs without units
 * between. Of a draft with its verifier both are computed for every row, since a graph cannot leave out rows.
 */
public final class OnnxModel {

    private final OnnxGraph graph = new OnnxGraph("elm");
    private final String features;

    private OnnxModel(int inputs) {
        features = graph.input("features", inputs);
    }

    /**
     * Converts a model.
     *
     * @param artefact the model
     * @param digest SHA-256 of its file
     * @return the bytes of an ONNX file
     */
    public static byte[] of(Artefact artefact, String digest) {
        int inputs = artefact.classifier().featureNames().size();
        int classes = artefact.classifier().labels().size();
        OnnxModel model = new OnnxModel(inputs);
        if (artefact.classifier() instanceof VerifiedDraft pair) {
            model.addPair(pair);
        } else {
            model.addElm("", (Elm) artefact.classifier());
        }
        OnnxGraph graph = model.graph;
        graph.alongRow("ArgMax", false, "class", "probabilities");
        graph.node(
                "Gather", "label", graph.texts("labels", artefact.classifier().labels()), "class");
        graph.textOutput("label");
        graph.output("probabilities", classes);
        Map<String, String> about = new LinkedHashMap<>();
        about.put("model", artefact.id().value());
        about.put("version", Integer.toString(artefact.version()));
        about.put("digest", digest);
        about.put("features", String.join("\n", artefact.classifier().featureNames()));
        about.put("labels", String.join("\n", artefact.classifier().labels()));
        return graph.toModel(artefact.version(), about);
    }

    private void addPair(VerifiedDraft pair) {
        String drafted = addElm("draft.", pair.draft());
        String verified = addElm("verifier.", pair.verifier());
        graph.floats("thresholds", pair.thresholds(), pair.thresholds().length);
        graph.alongRow("ArgMax", true, "draft.class", drafted);
        graph.node("Gather", "draft.threshold", "thresholds", "draft.class");
        graph.alongRow("ReduceMax", true, "draft.confidence", drafted);
        graph.node("GreaterOrEqual", "draft.sure", "draft.confidence", "draft.threshold");
        graph.node("Where", "probabilities", "draft.sure", drafted, verified);
    }

    /** Adds an ELM and returns the name of its probabilities. */
    private String addElm(String prefix, Elm elm) {
        String row = addRow(prefix, elm);
        String outputs = addDirectLinks(prefix, elm, row);
        for (Activation activation : elm.hidden().activations()) {
            if (activation != Activation.LINEAR) {
                outputs = addUnits(prefix, elm, activation, row, outputs);
            }
        }
        String sharpness = graph.floats(prefix + "sharpness", new float[] {(float) (1 / elm.temperature())});
        String sharp = graph.node("Mul", prefix + "sharp", outputs, sharpness);
        return graph.node("Softmax", prefix + "probabilities", sharp);
    }

    /** Adds the standardiser, and the mean square of the row if any unit sees it. */
    private String addRow(String prefix, Elm elm) {
        float[] factors = elm.standardiser().scales();
        for (int j = 0; j < factors.length; j++) {
            factors[j] = 1 / factors[j];
        }
        String means = graph.floats(prefix + "means", elm.standardiser().means(), factors.length);
        graph.floats(prefix + "factors", factors, factors.length);
        graph.floats(prefix + "least", new float[] {-Standardiser.LIMIT});
        graph.floats(prefix + "most", new float[] {Standardiser.LIMIT});
        String centred = graph.node("Sub", prefix + "centred", features, means);
        String scaled = graph.node("Mul", prefix + "scaled", centred, prefix + "factors");
        if (elm.standardiser().missing() == MissingValues.MEAN) {
            String missing = graph.node("IsNaN", prefix + "missing", scaled);
            String zero = graph.floats(prefix + "zero", new float[] {0});
            scaled = graph.node("Where", prefix + "filled", missing, zero, scaled);
        }
        String row = graph.node("Clip", prefix + "row", scaled, prefix + "least", prefix + "most");
        if (elm.units().columns() == elm.units().inputs()) {
            return row;
        }
        graph.node("Mul", prefix + "squares", row, row);
        graph.alongRow("ReduceMean", true, prefix + "square", prefix + "squares");
        return graph.concat(prefix + "columns", row, prefix + "square");
    }

    private String addUnits(String prefix, Elm elm, Activation activation, String row, String outputs) {
        HiddenUnits units = elm.units();
        int classes = elm.labels().size();
        int[] those = those(units, activation);
        float[] matrix = units.matrix();
        float[] all = elm.beta();
        float[] weights = new float[units.columns() * those.length];
        float[] biases = new float[those.length];
        float[] beta = new float[those.length * classes];
        for (int i = 0; i < those.length; i++) {
            biases[i] = units.bias(those[i]);
            for (int j = 0; j < units.columns(); j++) {
                weights[j * those.length + i] = matrix[those[i] * units.columns() + j];
            }
            System.arraycopy(all, those[i] * classes, beta, i * classes, classes);
        }
        String name = prefix + activation.name().toLowerCase(Locale.ROOT);
        graph.floats(name + ".weights", weights, units.columns(), those.length);
        graph.floats(name + ".biases", biases, those.length);
        graph.floats(name + ".beta", beta, those.length, classes);
        String sums = graph.node("Gemm", name + ".sums", row, name + ".weights", name + ".biases");
        return graph.node("Gemm", name + ".outputs", bent(name, activation, sums), name + ".beta", outputs);
    }

    private String bent(String name, Activation activation, String sums) {
        String units = name + ".units";
        return switch (activation) {
            case SIGMOID -> graph.node("Sigmoid", units, sums);
            case TANH -> graph.node("Tanh", units, sums);
            case RELU -> graph.node("Relu", units, sums);
            case CLIP ->
                graph.node(
                        "Clip",
                        units,
                        sums,
                        graph.floats(name + ".least", new float[] {-1}),
                        graph.floats(name + ".most", new float[] {1}));
            case GAUSSIAN -> {
                String most = graph.floats(name + ".most", new float[] {0});
                yield graph.node("Exp", units, graph.node("Min", name + ".negative", sums, most));
            }
            case LINEAR -> sums;
        };
    }

    /** Adds what the units without a bend add to the outputs, for each feature and as constants; zeros without them. */
    private String addDirectLinks(String prefix, Elm elm, String row) {
        HiddenUnits units = elm.units();
        int classes = elm.labels().size();
        float[] beta = elm.beta();
        double[] sums = new double[units.columns() * classes];
        double[] constants = new double[classes];
        for (int u : those(units, Activation.LINEAR)) {
            for (int c = 0; c < classes; c++) {
                float weight = beta[u * classes + c];
                constants[c] += (double) units.bias(u) * weight;
                for (int i = units.first(u); i < units.first(u + 1); i++) {
                    sums[units.input(i) * classes + c] += (double) units.weight(i) * weight;
                }
            }
        }
        graph.floats(prefix + "constants", floats(constants), classes);
        if (!elm.hidden().activations().contains(Activation.LINEAR)) {
            return prefix + "constants";
        }
        graph.floats(prefix + "direct", floats(sums), units.columns(), classes);
        return graph.node("Gemm", prefix + "direct.outputs", row, prefix + "direct", prefix + "constants");
    }

    private static int[] those(HiddenUnits units, Activation activation) {
        return IntStream.range(0, units.count())
                .filter(u -> units.activation(u) == activation)
                .toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
