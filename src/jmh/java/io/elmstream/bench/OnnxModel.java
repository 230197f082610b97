package io.elmstream.bench;

import io.elmstream.elm.Elm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An {@link Elm} with sigmoid units as an ONNX model: Gemm, Sigmoid, Gemm, Softmax (operator set 13), the standardiser
 * and the temperature folded into the weights. Written as protobuf by hand, by the field numbers of
 * {@code onnx.proto3}; four messages deep and no more, so a library would be longer.
 */
final class OnnxModel {

    private static final int FLOAT = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private OnnxModel() {}

    /** The bytes of a ModelProto with input x, N x inputs, and output y, N x classes. */
    static byte[] of(Elm elm) {
        int inputs = elm.hidden().inputs();
        int units = elm.hidden().units();
        int classes = elm.labels().size();
        float[] rows = elm.units().matrix();
        float[] biases = elm.units().biases();
        float[] means = elm.standardiser().means();
        float[] scales = elm.standardiser().scales();
        float[] weights = new float[rows.length];
        for (int u = 0; u < units; u++) {
            for (int j = 0; j < inputs; j++) {
                weights[j * units + u] = rows[u * inputs + j] / scales[j];
                biases[u] -= rows[u * inputs + j] * means[j] / scales[j];
            }
        }
        float[] beta = elm.beta();
        for (int i = 0; i < beta.length; i++) {
            beta[i] /= (float) elm.temperature();
        }
        OnnxModel graph = new OnnxModel()
                .message(1, node("Gemm", "a", "x", "W", "b"))
                .message(1, node("Sigmoid", "h", "a"))
                .message(1, node("Gemm", "o", "h", "beta"))
                .message(1, node("Softmax", "y", "o"))
                .text(2, "elm")
                .message(5, tensor("W", weights, inputs, units))
                .message(5, tensor("b", biases, units))
                .message(5, tensor("beta", beta, units, classes))
                .message(11, value("x", inputs))
                .message(12, value("y", classes));
        return new OnnxModel()
                .number(1, 7)
                .message(7, graph)
                .message(8, new OnnxModel().number(2, 13))
                .bytes
                .toByteArray();
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
