package io.elmstream.export;

import io.elmstream.elm.ByteColumns;
import io.elmstream.elm.HalfFloat;
import io.elmstream.model.FigureForm;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A matrix of constants in C, in the fewest bits that lose nothing.
 *
 * @param name of the table
 * @param form how its figures are stored
 * @param text its declaration, and that of its scales
 */
record CTable(String name, FigureForm form, String text) {

    private static final int PER_LINE = 8;

    /** Returns a table of figures, row-major with that many columns. */
    static CTable of(String name, float[] values, int columns) {
        FigureForm form = FigureForm.of(values, columns);
        String text = switch (form) {
            case FLOATS -> floats(name, values);
            case HALF_FLOATS ->
                array("uint16_t", name, values.length, i -> Integer.toString(HalfFloat.toBits(values[i]) & 0xffff));
            case BYTES -> bytes(name, values, columns);
        };
        return new CTable(name, form, text);
    }

    /** Returns the declaration of an array of floats. */
    static String floats(String name, float[] values) {
        return array("float", name, values.length, i -> number(values[i]));
    }

    /** Returns the declaration of an array of whole numbers from 0, in the smallest type that holds them. */
    static String indices(String name, int[] values) {
        int largest = IntStream.of(values).max().orElse(0);
        String type = largest <= 0xff ? "uint8_t" : largest <= 0xffff ? "uint16_t" : "uint32_t";
        return array(type, name, values.length, i -> Integer.toString(values[i]));
    }

    /** Returns a number as a C99 constant, exactly. */
    static String number(float value) {
        return Float.isNaN(value) ? "NAN" : Float.toHexString(value).toLowerCase(Locale.ROOT) + "f";
    }

    /** Returns an expression for the figure at an index, whose column is only used where it has a scale. */
    String at(String index, String column) {
        return switch (form) {
            case FLOATS -> name + "[" + index + "]";
            case HALF_FLOATS -> "elm_half(" + name + "[" + index + "])";
            case BYTES -> "(float) " + name + "[" + index + "] * " + name + "_scales[" + column + "]";
        };
    }

    private static String bytes(String name, float[] values, int columns) {
        float[] scales = ByteColumns.scales(values, columns).orElseThrow();
        return array("int8_t", name, values.length, i -> {
                    float scale = scales[i % columns];
                    return Integer.toString(scale == 0 ? 0 : Math.round(values[i] / scale));
                })
                + floats(name + "_scales", scales);
    }

    private static String array(String type, String name, int length, IntFunction<String> member) {
        String members = IntStream.range(0, length)
                .mapToObj(i -> (i % PER_LINE == 0 ? "\n    " : " ") + member.apply(i))
                .collect(Collectors.joining(","));
        return "static const " + type + " " + name + "[" + length + "] = {" + members + "\n};\n";
    }
}
