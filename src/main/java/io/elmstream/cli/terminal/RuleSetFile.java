package io.elmstream.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rules.RuleFault;
import io.elmstream.rules.RuleSet;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A rule set named on the command line, read once.
 *
 * @param key the id under which it is published, and its version
 * @param rules the decoded rule set
 */
public record RuleSetFile(VersionKey key, RuleSet rules) {

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    /** Returns whether a file is taken for a rule set, and not for a model: by the ending of its name. */
    public static boolean isNamed(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Reads a file.
     *
     * @param option option that named the file
     * @throws CommandFailure if it cannot be read, or is not a rule set
     */
    public static RuleSetFile read(Path file, String option) {
        try {
            RuleSet rules = parse(file, option);
            return new RuleSetFile(new VersionKey(new ModelId(rules.modelId()).rules(), rules.version()), rules);
        } catch (RuleSetException e) {
            throw unusable(file, e.faults(), option);
        }
    }

    /**
     * Reads a file whose faults are to be shown.
     *
     * @param option option that named the file
     * @throws RuleSetException with all faults, if it is not a rule set that can be published
     * @throws CommandFailure if it cannot be read
     */
    public static RuleSet parse(Path file, String option) throws RuleSetException {
        byte[] bytes = Arguments.bytes(file, RuleSetFormat.MAX_BYTES, option);
        if (bytes.length > RuleSetFormat.MAX_BYTES) {
            throw fault("", String.format(Locale.ROOT, "it has more than %,d bytes", RuleSetFormat.MAX_BYTES));
        }
        try {
            RuleSet rules = RuleSetFormat.parse(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            new ModelId(rules.modelId()).rules();
            return rules;
        } catch (CharacterCodingException e) {
            throw fault("", "it is not text in UTF-8");
        } catch (IllegalArgumentException e) {
            throw fault("model", String.valueOf(e.getMessage()));
        }
    }

    private static RuleSetException fault(String place, String message) {
        return new RuleSetException(List.of(new RuleFault(place, message)));
    }

    /** Returns a failure because of faults in the file. */
    public static CommandFailure unusable(Path file, List<RuleFault> faults, String option) {
        return new CommandFailure(
                "BAD_RULES", option + ": " + file + " is not a usable rule set: " + words(faults), option);
    }

    /** Returns the form in which it is published. */
    public byte[] bytes() {
        return RuleSetFormat.write(rules);
    }

    private static String words(List<RuleFault> faults) {
        return faults.stream().map(RuleFault::toString).collect(Collectors.joining("\n  ", "\n  ", ""));
    }
}
