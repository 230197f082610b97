package io.elmstream.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.elmstream.elm.Counted;
import io.elmstream.tables.Decimals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the data of an input from JSON: an array of numbers, of texts that are numbers, or of nulls for missing
 * values; nested or flat, in row-major order. Numbers are rounded to floats once, from their digits.
 */
final class TensorData {

    /** The deepest nesting that is read. */
    private static final int MAX_DEPTH = 8;

    private static final int NONE = -1;

    private float[] values = new float[64];
    private int size;
    private int firstFraction = NONE;
    private int firstText = NONE;
    private int firstNumber = NONE;
    /** The lengths of the nested arrays, outermost first. */
    private final List<Integer> lengths = new ArrayList<>();

    /** Reads an array, whose start is the parser's current token. */
    void read(JsonParser in, String input) throws IOException, RequestException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw RequestException.bad("data of input '%s' must be an array", input);
        }
        read(in, input, 0);
    }

    private void read(JsonParser in, String input, int depth) throws IOException, RequestException {
        if (depth == MAX_DEPTH) {
            throw RequestException.bad("data of input '%s' is nested deeper than %d arrays", input, MAX_DEPTH);
        }
        int length = 0;
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            length++;
            if (token == JsonToken.START_ARRAY) {
                read(in, input, depth + 1);
            } else {
                add(in, token, input);
            }
        }
        while (lengths.size() <= depth) {
            lengths.add(NONE);
        }
        if (lengths.get(depth) != NONE && lengths.get(depth) != length) {
            throw RequestException.bad(
                    "data of input '%s' has nested arrays of %d and %d elements; they must have the same length",
                    input, lengths.get(depth), length);
        }
        lengths.set(depth, length);
    }

    private void add(JsonParser in, JsonToken token, String input) throws IOException, RequestException {
        switch (token) {
            case VALUE_NUMBER_INT -> add(in.getFloatValue(), true);
            case VALUE_NUMBER_FLOAT -> add(in.getFloatValue(), false);
            case VALUE_NULL -> add(Float.NaN, true);
            case VALUE_STRING -> {
                firstText = firstText == NONE ? size : firstText;
                append(number(in.getText(), input, size));
            }
            default ->
                throw RequestException.bad(
                        "data[%d] of input '%s' is %s; it must be a number",
                        size, input, token == JsonToken.START_OBJECT ? "an object" : in.getText());
        }
    }

    private void add(float number, boolean whole) {
        firstNumber = firstNumber == NONE ? size : firstNumber;
        firstFraction = firstFraction == NONE && !whole ? size : firstFraction;
        append(number);
    }

    /** Adds a value. */
    void append(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** Returns the value of a text, which is written as in a table. */
    static float number(String text, String input, int index) throws RequestException {
        String number = text.strip();
        if (number.equalsIgnoreCase("nan")) {
            return Float.NaN;
        }
        if (Decimals.isDecimal(number)) {
            try {
                return Float.parseFloat(number);
            } catch (NumberFormatException e) {
                // as any other text that is no number
            }
        }
        throw RequestException.bad(
                "data[%d] of input '%s' is the text \"%s\", which is not a number",
                index, input, text.length() > 40 ? text.substring(0, 40) + "..." : text);
    }

    /** Returns the values as an input of that shape and type. */
    Tensor tensor(String name, long[] shape, Datatype type) throws RequestException {
        int expected = Tensor.size(name, shape);
        if (size != expected) {
            throw RequestException.bad(
                    "input '%s' has %s in data, but its shape %s needs %d",
                    name, Counted.of(size, "value"), Arrays.toString(shape), expected);
        }
        if (lengths.size() > 1
                && !Arrays.equals(shape, lengths.stream().mapToLong(i -> i).toArray())) {
            throw RequestException.bad(
                    "data of input '%s' is nested as %s, but its shape is %s", name, lengths, Arrays.toString(shape));
        }
        int misfit = type == Datatype.BYTES ? firstNumber : firstText;
        if (misfit != NONE) {
            throw RequestException.bad(
                    "data[%d] of input '%s' must be a %s, because its datatype is %s",
                    misfit, name, type == Datatype.BYTES ? "text" : "number", type);
        }
        if (type.isInteger() && firstFraction != NONE) {
            throw RequestException.bad(
                    "data[%d] of input '%s' is not a whole number, but its datatype is %s", firstFraction, name, type);
        }
        return new Tensor(name, shape, values);
    }
}
