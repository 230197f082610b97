package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenUnits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An {@link Elm} as an ONNX model (operator set 13), the standardiser and the temperature folded into the weights:
 * Gemm, the activation, Gemm, Softmax. Direct links are a second Gemm from the inputs to the outputs, which the last
 * one adds to its product. Written as protobuf by hand, by the field numbers of {@code onnx.proto3}; four messages deep
 * and no more, so a library would be longer.
 */
final class OnnxModel {

    private static final int FLOAT = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private OnnxModel() {}

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
        OnnxModel graph = new OnnxModel().message(1, node("Gemm", "a", "x", "W", "b"));
        Activation activation = hidden.activation(bent[0]);
        graph.message(1, activation(activation));
        if (activation == Activation.CLIP) {
            graph.message(5, tensor("low", new float[] {-1})).message(5, tensor("high", new float[] {1}));
        }
        if (bent.length < hidden.count()) {
            graph.message(1, node("Gemm", "d", "x", "D", "offset"))
                    .message(1, node("Gemm", "o", "h", "beta", "d"))
                    .message(5, tensor("D", direct(elm, false), inputs, classes))
                    .message(5, tensor("offset", direct(elm, true), classes));
        } else {
            graph.message(1, node("Gemm", "o", "h", "beta"));
        }
        graph.message(1, node("Softmax", "y", "o"))
                .text(2, "elm")
                .message(5, tensor("W", weights, inputs, bent.length))
                .message(5, tensor("b", biases, bent.length))
                .message(5, tensor("beta", outputs, bent.length, classes))
                .message(11, value("x", inputs))
                .message(12, value("y", classes));
        return new OnnxModel()
                .number(1, 7)
                .message(7, graph)
                .message(8, new OnnxModel().number(2, 13))
                .bytes
                .toByteArray();
    }

    private static OnnxModel activation(Activation activation) {
        return switch (activation) {
            case SIGMOID -> node("Sigmoid", "h", "a");
            case TANH -> node("Tanh", "h", "a");
            case RELU -> node("Relu", "h", "a");
            case CLIP -> node("Clip", "h", "a", "low", "high");
            case LINEAR, GAUSSIAN -> throw new IllegalArgumentException(activation + " is not measured");
        };
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

    private static OnnxModel node(String operator, String output, String... inputs) {
        OnnxModel node = new OnnxModel();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    private static OnnxModel tensor(String name, float[] values, int... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        OnnxModel tensor = new OnnxModel();
        for (int dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, FLOAT).text(8, name).field(9, raw.array());
    }

    private static OnnxModel value(String name, int width) {
        OnnxModel shape =
                new OnnxModel().message(1, new OnnxModel().text(2, "N")).message(1, new OnnxModel().number(1, width));
        OnnxModel tensor = new OnnxModel().number(1, FLOAT).message(2, shape);
        return new OnnxModel().text(1, name).message(2, new OnnxModel().message(1, tensor));
    }

    private OnnxModel number(int field, long value) {
        varint(field << 3);
        varint(value);
        return this;
    }

    private OnnxModel text(int field, String value) {
        return field(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxModel message(int field, OnnxModel value) {
        return field(field, value.bytes.toByteArray());
    }

    private OnnxModel field(int field, byte[] value) {
        varint(field << 3 | 2);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        for (; value > 0x7f; value >>>= 7) {
            bytes.write((int) (value & 0x7f | 0x80));
        }
        bytes.write((int) value);
    }
}
