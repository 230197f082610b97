package io.elmstream.cli.terminal;

import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import java.nio.file.Path;

/**
 * A model file that was given on the command line, read once.
 *
 * @param bytes of the file
 * @param artefact what is in them
 */
public record ModelFile(byte[] bytes, Artefact artefact) {

    /**
     * Reads a file.
     *
     * @param option that names it
     * @throws CommandFailure if it cannot be read, or is no model file
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
