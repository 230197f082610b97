package io.elmstream.cli.terminal;

import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFault;
import io.elmstream.model.ArtefactFormat;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model file named on the command line, read once.
 *
 * @param bytes contents of the file
 * @param artefact the decoded contents
 */
public record ModelFile(byte[] bytes, Artefact artefact) {

    /**
     * Reads a file.
     *
     * @param option option that named the file
     * @throws CommandFailure if it cannot be read, or is not a model file
     */
    public static ModelFile read(Path file, String option) {
        byte[] bytes = Arguments.bytes(file, ArtefactFormat.MAX_BYTES, option);
        if (bytes.length > ArtefactFormat.MAX_BYTES) {
            throw unusable(
                    file,
                    ArtefactFault.TOO_LARGE,
                    String.format(Locale.ROOT, "it has more than %,d bytes", ArtefactFormat.MAX_BYTES),
                    option);
        }
        try {
            return new ModelFile(bytes, ArtefactFormat.read(bytes));
        } catch (ArtefactException e) {
            throw e.fault() == ArtefactFault.NOT_AN_ARTEFACT && RuleSetFile.isNamed(file)
                    ? new CommandFailure(
                            "BAD_MODEL",
                            option + ": " + file + " is no model file; if it is a rule set, elmstream rules check"
                                    + " shows it",
                            option)
                    : unusable(file, e.fault(), e.getMessage(), option);
        }
    }

    private static CommandFailure unusable(Path file, ArtefactFault fault, @Nullable String reason, String option) {
        return new CommandFailure(
                "BAD_MODEL", option + ": " + file + " is not a usable model file, " + fault + ": " + reason, option);
    }
}
