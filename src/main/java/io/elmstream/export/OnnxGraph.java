package io.elmstream.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * A graph of ONNX operators (operator set 13, which ONNX Runtime reads from 1.7 on), node by node, each after those
 * whose output it takes. The numbers of fields and types are those of {@code onnx.proto3}.
 */
public final class OnnxGraph {

    private static final int OPERATORS = 13;
    private static final int IR_VERSION = 7;

    private static final int FLOAT = 1;
    private static final int STRING = 8;

    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final Protobuf graph = new Protobuf();

    /**
     * Creates a graph without nodes.
     *
     * @param name of the graph
     */
    public OnnxGraph(String name) {
        graph.text(2, name);
    }

    /**
     * Adds a node.
     *
     * @param operator of ONNX
     * @param output the name of its value
     * @param inputs the names of the values that it takes
     * @return the name of its value
     */
    public String node(String operator, String output, String... inputs) {
        return add(operatorOf(operator, output, inputs), output);
    }

    /** Adds a node that works along the classes of a row; ArgMax takes one number for it, reductions take a list. */
    String alongRow(String operator, boolean keepsDimension, String output, String input) {
        Protobuf node = operatorOf(operator, output, input);
        Protobuf axis = operator.equals("ArgMax")
                ? new Protobuf().text(1, "axis").number(3, 1).number(20, ATTRIBUTE_INT)
                : new Protobuf().text(1, "axes").number(8, 1).number(20, ATTRIBUTE_INTS);
        Protobuf keeps = new Protobuf()
                .text(1, "keepdims")
                .number(3, keepsDimension ? 1 : 0)
                .number(20, ATTRIBUTE_INT);
        return add(node.message(5, axis).message(5, keeps), output);
    }

    /** Adds a node that puts columns side by side. */
    String concat(String output, String... inputs) {
        Protobuf axis = new Protobuf().text(1, "axis").number(3, 1).number(20, ATTRIBUTE_INT);
        return add(operatorOf("Concat", output, inputs).message(5, axis), output);
    }

    private static Protobuf operatorOf(String operator, String output, String... inputs) {
        Protobuf node = new Protobuf();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(3, output).text(4, operator);
    }

    private String add(Protobuf node, String output) {
        graph.message(1, node);
        return output;
    }

    /**
     * Adds constants.
     *
     * @param name of the value
     * @param values row-major
     * @param dimensions the shape; none for a single number
     * @return the name
     */
    public String floats(String name, float[] values, int... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.message(5, tensor(dimensions).number(2, FLOAT).text(8, name).bytes(9, raw.array()));
        return name;
    }

    /** Adds constant texts. */
    String texts(String name, List<String> values) {
        Protobuf tensor = tensor(values.size()).number(2, STRING);
        values.forEach(value -> tensor.text(6, value));
        graph.message(5, tensor.text(8, name));
        return name;
    }

    private static Protobuf tensor(int... dimensions) {
        Protobuf tensor = new Protobuf();
        for (int dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor;
    }

    /**
     * Declares an input of floats, N x width.
     *
     * @param name of the value
     * @param width of a row
     * @return the name
     */
    public String input(String name, int width) {
        graph.message(11, value(name, FLOAT, width));
        return name;
    }

    /**
     * Declares an output of floats, N x width.
     *
     * @param name of the value
     * @param width of a row
     */
    public void output(String name, int width) {
        graph.message(12, value(name, FLOAT, width));
    }

    /** Declares an output of texts, one per row. */
    void textOutput(String name) {
        graph.message(12, value(name, STRING));
    }

    private static Protobuf value(String name, int type, int... widths) {
        Protobuf shape = new Protobuf().message(1, new Protobuf().text(2, "N"));
        for (int width : widths) {
            shape.message(1, new Protobuf().number(1, width));
        }
        Protobuf tensor = new Protobuf().number(1, type).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    /**
     * Returns the model file.
     *
     * @param version of the model
     * @param about what else is known of it, by name
     * @return the bytes of a ModelProto
     */
    public byte[] toModel(long version, Map<String, String> about) {
        Protobuf model = new Protobuf()
                .number(1, IR_VERSION)
                .text(2, "elmstream")
                .number(5, version)
                .message(7, graph)
                .message(8, new Protobuf().number(2, OPERATORS));
        about.forEach(
                (key, value) -> model.message(14, new Protobuf().text(1, key).text(2, value)));
        return model.toBytes();
    }
}
