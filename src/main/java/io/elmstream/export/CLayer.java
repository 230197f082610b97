package io.elmstream.export;

import io.elmstream.elm.Activation;
import io.elmstream.elm.DirectHidden;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.FamilyHidden;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.RadialHidden;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.SparseHidden;
import io.elmstream.elm.UnitFamily;
import io.elmstream.elm.WeightGenerator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A function in C that computes the units of a hidden layer one after the other and adds each to the outputs. Weights
 * that come from a seed are generated again for every row, unit by unit, so that they take neither a table nor memory.
 */
final class CLayer {

    private final String name;
    private final String add;

    /**
     * Prepares a function.
     *
     * @param name of the function; its tables start with it
     * @param add the name of the function that adds a unit to the outputs
     */
    CLayer(String name, String add) {
        this.name = name;
        this.add = add;
    }

    /**
     * Returns the function with its tables.
     *
     * @param layer any but a mixed one
     * @param fromSeed whether to generate weights from a seed, or else to write them out
     */
    String of(HiddenLayer layer, boolean fromSeed) {
        if (layer instanceof DirectHidden) {
            return direct(layer);
        } else if (layer instanceof RadialHidden radial) {
            return radial(radial);
        } else if (layer instanceof ExplicitHidden explicit) {
            return dense(explicit.inputs(), explicit.activation(), explicit.weights(), explicit.biases());
        } else if (layer instanceof SparseHidden sparse) {
            return sparse(sparse.inputs(), sparse.activation(), sparse.expand());
        } else if (layer instanceof SeededHidden seeded) {
            return fromSeed ? seeded(seeded) : sparse(seeded.inputs(), seeded.activation(), seeded.expand());
        } else if (layer instanceof FamilyHidden family) {
            return fromSeed ? family(family) : sparse(family.inputs(), family.activation(), family.expand());
        }
        throw new IllegalArgumentException("there is no form in C for the layer: " + layer.description());
    }

    private String direct(HiddenLayer layer) {
        return """
                static inline void {{name}}(const float *z, {{outputs}} *o)
                {
                    int32_t j;
                    for (j = 0; j < {{inputs}}; j++) {
                        {{add}}(o, z[j]);
                    }
                    {{add}}(o, 1.0f);
                }
                """.replace("{{inputs}}", Integer.toString(layer.inputs())).transform(this::named);
    }

    private String radial(RadialHidden layer) {
        CTable centres = CTable.of(name + "_centres", layer.centres(), layer.inputs());
        String code = """
                static inline void {{name}}(const float *z, {{outputs}} *o)
                {
                    int32_t u, j, at = 0;
                    for (u = 0; u < {{units}}; u++) {
                        float square = 0.0f;
                        for (j = 0; j < {{inputs}}; j++, at++) {
                            float d = z[j] - {{centre}};
                            square += d * d;
                        }
                        {{add}}(o, elm_exp({{slope}} * square));
                    }
                }
                """;
        return centres.text()
                + sized(code, layer)
                        .replace("{{centre}}", centres.at("at", "j"))
                        .replace("{{slope}}", CTable.number(-layer.gamma() / layer.inputs()));
    }

    private String dense(int inputs, Activation activation, float[] weights, float[] biases) {
        CTable w = CTable.of(name + "_weights", weights, inputs);
        CTable b = CTable.of(name + "_biases", biases, 1);
        String code = """
                static inline void {{name}}(const float *z, {{outputs}} *o)
                {
                    int32_t u, j, at = 0;
                    for (u = 0; u < {{units}}; u++) {
                        float a = {{bias}};
                        for (j = 0; j < {{inputs}}; j++, at++) {
                            a += z[j] * ({{weight}});
                        }
                        {{add}}(o, {{bend}});
                    }
                }
                """;
        return w.text()
                + b.text()
                + named(code)
                        .replace("{{units}}", Integer.toString(biases.length))
                        .replace("{{inputs}}", Integer.toString(inputs))
                        .replace("{{bias}}", b.at("u", "0"))
                        .replace("{{weight}}", w.at("at", "j"))
                        .replace("{{bend}}", bend(activation));
    }

    /** Returns the units with their links; those that see every input without the numbers of the inputs. */
    private String sparse(int inputs, Activation activation, HiddenUnits units) {
        int links = units.first(units.count());
        if (links == (long) units.count() * inputs) {
            return dense(inputs, activation, units.matrix(), units.biases());
        }
        int[] widths = IntStream.range(0, units.count())
                .map(u -> units.first(u + 1) - units.first(u))
                .toArray();
        float[] values = new float[links];
        for (int i = 0; i < links; i++) {
            values[i] = units.weight(i);
        }
        CTable w = CTable.of(name + "_weights", links == 0 ? new float[1] : values, 1);
        CTable b = CTable.of(name + "_biases", units.biases(), 1);
        int[] seen = IntStream.range(0, Math.max(1, links))
                .map(i -> links == 0 ? 0 : units.input(i))
                .toArray();
        String code = """
                static inline void {{name}}(const float *z, {{outputs}} *o)
                {
                    int32_t u, k, at = 0;
                    for (u = 0; u < {{units}}; u++) {
                        float a = {{bias}};
                        for (k = {{name}}_widths[u]; k > 0; k--, at++) {
                            a += z[{{name}}_inputs[at]] * ({{weight}});
                        }
                        {{add}}(o, {{bend}});
                    }
                }
                """;
        return CTable.indices(name + "_widths", widths)
                + CTable.indices(name + "_inputs", seen)
                + w.text()
                + b.text()
                + named(code)
                        .replace("{{units}}", Integer.toString(units.count()))
                        .replace("{{bias}}", b.at("u", "0"))
                        .replace("{{weight}}", w.at("at", "0"))
                        .replace("{{bend}}", bend(activation));
    }

    /**
     * {@link WeightGenerator#SPLITMIX_MIXED_1}: the biases are drawn after all weights, so a second sequence runs
     * ahead.
     */
    private String seeded(SeededHidden layer) {
        int inputs = layer.inputs();
        int[] seen = IntStream.range(0, WeightGenerator.TURN)
                .map(u -> WeightGenerator.inputsSeen(u, inputs))
                .toArray();
        float gain = WeightGenerator.gain(layer.activation());
        float[] scales = new float[seen.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = gain * (float) Math.sqrt(3.0 / seen[i]);
        }
        long weights = IntStream.range(0, layer.units())
                .mapToLong(u -> seen[u % seen.length])
                .sum();
        String code = """
                static inline void {{name}}(const float *z, {{outputs}} *o)
                {
                    uint64_t weights = {{seed}};
                    uint64_t biases = weights + {{skipped}} * UINT64_C(0x9E3779B97F4A7C15);
                    uint16_t order[{{inputs}}];
                    int32_t u, j, k;
                    for (u = 0; u < {{units}}; u++) {
                        float a = elm_uniform(&biases) * {{gain}};
                        for (j = 0; j < {{inputs}}; j++) {
                            order[j] = (uint16_t) j;
                        }
                        for (k = 0; k < {{name}}_widths[u % 4]; k++) {
                            int32_t drawn = k + elm_below(&weights, {{inputs}} - k);
                            float input = z[order[drawn]];
                            order[drawn] = order[k];
                            a += input * (elm_uniform(&weights) * {{name}}_scales[u % 4]);
                        }
                        {{add}}(o, {{bend}});
                    }
                }
                """;
        return CTable.indices(name + "_widths", seen)
                + CTable.floats(name + "_scales", scales)
                + sized(code, layer)
                        .replace("{{seed}}", unsigned(layer.seed()))
                        .replace("{{skipped}}", unsigned(2 * weights))
                        .replace("{{gain}}", CTable.number(gain))
                        .replace("{{bend}}", bend(layer.activation()));
    }

    /** {@link FamilyHidden#GENERATOR}. */
    private String family(FamilyHidden layer) {
        UnitFamily family = layer.family();
        int[] widths = family.widths().stream()
                .mapToInt(width -> Math.min(width, layer.inputs()))
                .toArray();
        float factor = layer.activation() == Activation.SIGMOID ? 2 : 1;
        float[] gains = new float[family.gains().size()];
        float[] scales = new float[gains.length * widths.length];
        for (int g = 0; g < gains.length; g++) {
            gains[g] = factor * family.gains().get(g);
            for (int w = 0; w < widths.length; w++) {
                scales[g * widths.length + w] = gains[g] * (float) Math.sqrt(3.0 / widths[w]);
            }
        }
        String code = """
                static inline void {{name}}(const float *z, {{outputs}} *o)
                {
                    uint64_t random = {{seed}};
                    uint16_t order[{{inputs}}], swapped[{{widest}}];
                    int32_t u, k, turn = 0;
                    for (k = 0; k < {{inputs}}; k++) {
                        order[k] = (uint16_t) k;
                    }
                    for (u = 0; u < {{units}}; u++) {
                        int32_t width = {{name}}_widths[turn % {{widths}}];
                        float a = 0.0f;
                        for (k = 0; k < width; k++) {
                            int32_t drawn = k + elm_below(&random, {{inputs}} - k);
                            uint16_t input = order[drawn];
                            order[drawn] = order[k];
                            order[k] = input;
                            swapped[k] = (uint16_t) drawn;
                            a += z[input] * (elm_uniform(&random) * {{name}}_scales[turn]);
                        }
                        for (k = width - 1; k >= 0; k--) {
                            uint16_t input = order[swapped[k]];
                            order[swapped[k]] = order[k];
                            order[k] = input;
                        }
                {{bias}}
                        {{add}}(o, {{bend}});
                        turn = turn + 1 < {{turns}} ? turn + 1 : 0;
                    }
                }
                """;
        Optional<CTable> anchors = layer.biases().map(biases -> CTable.of(name + "_biases", biases, 1));
        String bias = anchors.map(table -> "        elm_next(&random);\n        a += " + table.at("u", "0") + ";")
                .orElse("        a += elm_uniform(&random) * {{name}}_gains[turn / {{widths}}];");
        return CTable.indices(name + "_widths", widths)
                + CTable.floats(name + "_scales", scales)
                + anchors.map(CTable::text).orElseGet(() -> CTable.floats(name + "_gains", gains))
                + sized(code.replace("{{bias}}", bias), layer)
                        .replace("{{seed}}", unsigned(layer.seed()))
                        .replace(
                                "{{widest}}",
                                Integer.toString(IntStream.of(widths).max().orElseThrow()))
                        .replace("{{widths}}", Integer.toString(widths.length))
                        .replace("{{turns}}", Integer.toString(scales.length))
                        .replace("{{bend}}", bend(layer.activation()));
    }

    private String sized(String code, HiddenLayer layer) {
        return named(code)
                .replace("{{units}}", Integer.toString(layer.units()))
                .replace("{{inputs}}", Integer.toString(layer.inputs()));
    }

    private String named(String code) {
        return code.replace("{{name}}", name)
                .replace("{{add}}", add)
                .replace("{{outputs}}", add.replaceFirst("_add$", "_outputs"));
    }

    private static String unsigned(long value) {
        return "UINT64_C(0x" + Long.toHexString(value) + ")";
    }

    /** Returns the activation of a; of a sigmoid, what varies of it, whose other half is a constant of the outputs. */
    private static String bend(Activation activation) {
        return switch (activation) {
            case SIGMOID -> "0.5f * elm_tanh(0.5f * a)";
            case TANH -> "elm_tanh(a)";
            case RELU -> "a > 0.0f ? a : 0.0f";
            case CLIP -> "a > 1.0f ? 1.0f : a < -1.0f ? -1.0f : a";
            case LINEAR -> "a";
            case GAUSSIAN -> "elm_exp(a)";
        };
    }
}
