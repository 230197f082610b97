package io.elmstream.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.model.Artefact;
import io.elmstream.model.FigureForm;
import io.elmstream.model.Probes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A model as one C99 header that needs no library and allocates nothing. Its tables are constants in the fewest bits
 * that lose nothing; weights of a seed are generated again for each row, or written out. The sums of the outputs keep
 * their rounding errors as the kernel does.
 */
public final class CHeader {

    /** The most inputs: their numbers have 16 bits where weights are generated. */
    public static final int MOST_INPUTS = 0xffff;

    private static final String KERNEL = "/export/kernel.h";

    private static final String BEGINNING = """
            /*
             * {{key}}, exported by Elmstream. SHA-256 of the model file:
             * {{digest}}
             *
             * C99, without libraries, allocation and state. Include it in one source file:
             *
             *     float row[ELM_INPUTS] = { ... };
             *     float probabilities[ELM_CLASSES];
             *     int label = elm_classify(row, probabilities);
             *     if (label >= 0) {
             *         puts(elm_labels[label]);
             *     }
             *
             * The features of a row are, in this order:
            {{features}}
             */
            #ifndef ELM_MODEL_{{version}}_H
            #define ELM_MODEL_{{version}}_H

            #ifdef ELM_VERSION
            #error "another version of this model is included already, with the same names"
            #endif

            #include <math.h>
            #include <stdint.h>

            #if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(_M_FP_FAST) \\
                    || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
            #error "compile without fast math: it removes the rounding errors that are kept, and the test for NaN"
            #endif

            #define ELM_VERSION {{version}}
            #define ELM_INPUTS {{inputs}}
            #define ELM_CLASSES {{classes}}

            static const char *const elm_labels[ELM_CLASSES] = {
            {{labels}}
            };
            """;

    private final Artefact artefact;
    private final boolean fromSeed;
    private final String prefix;

    private CHeader(Artefact artefact, boolean fromSeed) {
        this.artefact = artefact;
        this.fromSeed = fromSeed;
        String id = artefact.id().value().replaceAll("[^a-z0-9]", "_");
        // an identifier starts with a letter
        this.prefix = Character.isDigit(id.charAt(0)) ? "m" + id : id;
    }

    /**
     * Converts a model.
     *
     * @param artefact the model and its golden rows
     * @param digest SHA-256 of its file, for the comment
     * @param fromSeed whether to generate weights from their seeds, which takes more time for each row, or else to
     *     write them out
     * @return the text of the header
     * @throws IllegalArgumentException if the model has more than {@link #MOST_INPUTS} features
     */
    public static String of(Artefact artefact, String digest, boolean fromSeed) {
        if (artefact.classifier().featureNames().size() > MOST_INPUTS) {
            throw new IllegalArgumentException("the model has "
                    + artefact.classifier().featureNames().size() + " features, a header can have " + MOST_INPUTS);
        }
        CHeader header = new CHeader(artefact, fromSeed);
        String text = BEGINNING + "\n" + kernel() + "\n" + header.classifier() + header.end();
        // names first, so that they change no text of the model
        return header.described(
                text.replace("elm_", header.prefix + "_").replace("ELM_", header.prefix.toUpperCase(Locale.ROOT) + "_"),
                digest);
    }

    /** Fills in the texts of the model. */
    private String described(String text, String digest) {
        Classifier classifier = artefact.classifier();
        String labels = classifier.labels().stream()
                .map(label -> "    " + quoted(label))
                .collect(Collectors.joining(",\n"));
        String features = classifier.featureNames().stream()
                .map(feature -> " *     " + comment(feature))
                .collect(Collectors.joining("\n"));
        return text.replace("{{version}}", Integer.toString(artefact.version()))
                .replace(
                        "{{inputs}}", Integer.toString(classifier.featureNames().size()))
                .replace("{{classes}}", Integer.toString(classifier.labels().size()))
                .replace("{{key}}", artefact.key().toString())
                .replace("{{digest}}", digest)
                .replace("{{labels}}", labels)
                .replace("{{features}}", features);
    }

    private static String kernel() {
        try (InputStream in = CHeader.class.getResourceAsStream(KERNEL)) {
            if (in == null) {
                throw new IllegalStateException(KERNEL + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String classifier() {
        String signature = """

                /*
                 * Classifies a row: returns the index of its label and writes one probability per class.
                 * Returns -1 if a feature is infinite{{missing}}.
                 */
                static inline int elm_classify(const float row[ELM_INPUTS], float probabilities[ELM_CLASSES])
                {
                """;
        if (artefact.classifier() instanceof VerifiedDraft pair) {
            return elm("elm_draft", pair.draft())
                    + elm("elm_verifier", pair.verifier())
                    + CTable.floats("elm_thresholds", pair.thresholds())
                    + signature.replace("{{missing}}", missing(pair.draft()))
                    + """
                        int label = elm_draft_classify(row, probabilities);
                        if (label < 0 || probabilities[label] >= elm_thresholds[label]) {
                            return label;
                        }
                        return elm_verifier_classify(row, probabilities);
                    }
                    """;
        }
        Elm elm = (Elm) artefact.classifier();
        return elm("elm_model", elm) + signature.replace("{{missing}}", missing(elm)) + """
                    return elm_model_classify(row, probabilities);
                }
                """;
    }

    private static String missing(Elm elm) {
        return elm.standardiser().missing() == MissingValues.MEAN ? "; NaN stands for a missing value" : " or NaN";
    }

    private String elm(String name, Elm elm) {
        int classes = elm.labels().size();
        CTable beta = CTable.of(name + "_beta", elm.beta(), classes);
        List<HiddenLayer> layers = elm.hidden() instanceof MixedHidden mixed ? mixed.parts() : List.of(elm.hidden());
        List<String> functions = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            functions.add(new CLayer(name + "_layer" + (i + 1), name + "_add").of(layers.get(i), fromSeed));
        }
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < layers.size(); i++) {
            calls.append("    ").append(name).append("_layer").append(i + 1).append("(z, &o);\n");
        }
        return "\n" + tables(name, elm) + beta.text() + sums(name, beta) + "\n" + String.join("\n", functions)
                + classify(name, elm, calls.toString());
    }

    private static String tables(String name, Elm elm) {
        float[] factors = elm.standardiser().scales();
        for (int j = 0; j < factors.length; j++) {
            factors[j] = 1 / factors[j];
        }
        double[] constants = constants(elm);
        float[] offsets = new float[constants.length];
        float[] rests = new float[constants.length];
        for (int c = 0; c < constants.length; c++) {
            offsets[c] = (float) constants[c];
            rests[c] = (float) (constants[c] - offsets[c]);
        }
        return CTable.floats(name + "_means", elm.standardiser().means())
                + CTable.floats(name + "_factors", factors)
                + CTable.floats(name + "_offsets", offsets)
                + CTable.floats(name + "_rests", rests);
    }

    /** Returns what the constant halves of sigmoid units add to the outputs. */
    private static double[] constants(Elm elm) {
        HiddenUnits units = elm.units();
        int classes = elm.labels().size();
        float[] beta = elm.beta();
        double[] constants = new double[classes];
        for (int u = 0; u < units.count(); u++) {
            for (int c = 0; c < classes && units.activation(u) == Activation.SIGMOID; c++) {
                constants[c] += 0.5 * beta[u * classes + c];
            }
        }
        return constants;
    }

    private static String sums(String name, CTable beta) {
        boolean scaled = beta.form() == FigureForm.BYTES;
        return """

                typedef struct {
                    float sums[ELM_CLASSES], rests[ELM_CLASSES], more[ELM_CLASSES];
                    int32_t at, unit;
                } {{name}}_outputs;

                static inline void {{name}}_fold({{name}}_outputs *o)
                {
                {{scales}}    elm_fold(ELM_CLASSES, o->sums, o->rests, o->more);
                }

                static inline void {{name}}_add({{name}}_outputs *o, float h)
                {
                    int32_t c;
                    for (c = 0; c < ELM_CLASSES; c++, o->at++) {
                        o->more[c] += h * {{beta}};
                    }
                    if ((++o->unit & 63) == 0) {
                        {{name}}_fold(o);
                    }
                }
                """.replace("{{scales}}", scaled ? """
                            int32_t c;
                            for (c = 0; c < ELM_CLASSES; c++) {
                                o->more[c] *= {{name}}_beta_scales[c];
                            }
                        """ : "")
                .replace("{{beta}}", scaled ? "(float) " + beta.name() + "[o->at]" : beta.at("o->at", "c"))
                .replace("{{name}}", name);
    }

    private static String classify(String name, Elm elm, String calls) {
        return """

                static inline int {{name}}_classify(const float *row, float *probabilities)
                {
                    float z[ELM_INPUTS];
                    {{name}}_outputs o;
                    int32_t c;
                    if (elm_standardise(ELM_INPUTS, row, {{name}}_means, {{name}}_factors, {{missing}}, z) < 0) {
                        return -1;
                    }
                    for (c = 0; c < ELM_CLASSES; c++) {
                        o.sums[c] = {{name}}_offsets[c];
                        o.rests[c] = {{name}}_rests[c];
                        o.more[c] = 0.0f;
                    }
                    o.at = 0;
                    o.unit = 0;
                {{calls}}    {{name}}_fold(&o);
                    return elm_softmax(ELM_CLASSES, o.sums, o.rests, {{sharpness}}, probabilities);
                }
                """.replace("{{calls}}", calls)
                .replace("{{missing}}", elm.standardiser().missing() == MissingValues.MEAN ? "1" : "0")
                .replace("{{sharpness}}", CTable.number((float) (1 / elm.temperature())))
                .replace("{{name}}", name);
    }

    private String end() {
        Probes probes = artefact.probes();
        String tables = probes.count() == 0
                ? ""
                : CTable.floats("elm_golden_rows", probes.rows())
                        + CTable.floats("elm_golden_probabilities", probes.expected());
        return """

                /*
                 * Scores the {{count}} golden rows of the model. Returns 0 if all have the probabilities that they
                 * should have, or else the number of the first that has not. Unused, it takes no memory.
                 */
                {{tables}}static inline int elm_self_test(void)
                {
                {{test}}    return 0;
                }

                #endif
                """.replace("{{count}}", Integer.toString(probes.count())).replace("{{tables}}", tables).replace(
                "{{test}}",
                probes.count() == 0
                        ? ""
                        : """
                    float probabilities[ELM_CLASSES];
                    int32_t r, c;
                    for (r = 0; r < {{count}}; r++) {
                        if (elm_classify(&elm_golden_rows[r * ELM_INPUTS], probabilities) < 0) {
                            return (int) r + 1;
                        }
                        for (c = 0; c < ELM_CLASSES; c++) {
                            float deviation = probabilities[c] - elm_golden_probabilities[r * ELM_CLASSES + c];
                            if (!(deviation <= {{tolerance}} && deviation >= -{{tolerance}})) {
                                return (int) r + 1;
                            }
                        }
                    }
                """.replace("{{count}}", Integer.toString(probes.count()))
                                .replace("{{tolerance}}", CTable.number((float) Probes.TOLERANCE)));
    }

    /** Returns a text that does not end the comment it is in. */
    private static String comment(String text) {
        return text.replaceAll("\\p{Cntrl}", "?")
                .replace("*/", "* /")
                .replace("/*", "/ *")
                .replace("{{", "{ {");
    }

    /** Returns a text as a C string: what is not plain ASCII as the octal digits of its UTF-8. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte each : text.getBytes(UTF_8)) {
            boolean plain = each >= ' ' && each < 0x7f && each != '"' && each != '\\' && each != '?' && each != '{';
            quoted.append(plain ? Character.toString((char) each) : String.format(Locale.ROOT, "\\%03o", each & 0xff));
        }
        return quoted.append('"').toString();
    }
}
