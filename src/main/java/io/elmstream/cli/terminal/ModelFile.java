package io.elmstream.cli.terminal;

import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import java.nio.file.Path;

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
        byte[] bytes = Arguments.bytes(file, option);
        try {
            return new ModelFile(bytes, ArtefactFormat.read(bytes));
        } catch (ArtefactException e) {
            throw new CommandFailure(
                    "BAD_MODEL",
                    option + ": " + file + " is not a usable model file, " + e.fault() + ": " + e.getMessage(),
                    option);
        }
    }
}
