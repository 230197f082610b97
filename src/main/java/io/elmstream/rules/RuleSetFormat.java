package io.elmstream.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Rule sets as documents: YAML or JSON as users write them, and a canonical JSON in which they are stored and travel.
 *
 * <p>Both have the fields {@code model}, {@code version}, {@code rules} and {@code probes}. The stored form starts with
 * the field {@code format}, which is 1; a later release that changes the meaning of a field has another number.
 */
public final class RuleSetFormat {

    /** The largest document, in bytes of UTF-8, in either form. */
    public static final int MAX_BYTES = 256 * 1024;

    static final int FORMAT = 1;

    private RuleSetFormat() {}

    /**
     * Returns whether bytes are a stored rule set rather than a model file.
     *
     * @param bytes of a published version
     */
    public static boolean recognizes(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == '{';
    }

    /**
     * Reads the stored form.
     *
     * @param json what {@link #write} returned, in this release or an earlier one
     * @throws RuleSetException if it is anything else
     */
    public static RuleSet read(byte[] json) throws RuleSetException {
        if (json.length > MAX_BYTES) {
            throw tooLarge(json.length);
        }
        JsonNode tree = RuleDocument.json(json);
        if (!tree.path("format").isIntegralNumber()) {
            throw RuleSetReader.fault("format", "is missing; a stored rule set starts with {\"format\":" + FORMAT);
        }
        return RuleSetReader.read(tree);
    }

    /**
     * Writes the stored form: equal rule sets give equal bytes.
     *
     * @param set the rule set
     */
    public static byte[] write(RuleSet set) {
        return RuleSetWriter.write(set);
    }

    /**
     * Reads a file of a user.
     *
     * @param yaml YAML or JSON
     * @throws RuleSetException with all faults, if it is no rule set
     */
    public static RuleSet parse(String yaml) throws RuleSetException {
        if (yaml.length() > MAX_BYTES) {
            throw tooLarge(yaml.length());
        }
        RuleSet set = RuleSetReader.read(RuleDocument.yaml(yaml));
        int stored = Math.max(yaml.getBytes(UTF_8).length, write(set).length);
        if (stored > MAX_BYTES) {
            throw tooLarge(stored);
        }
        return set;
    }

    private static RuleSetException tooLarge(int bytes) {
        return RuleSetReader.fault(
                "",
                "the rule set has " + bytes + " bytes; the limit is " + MAX_BYTES
                        + ". Shorten its probes or conditions.");
    }
}
