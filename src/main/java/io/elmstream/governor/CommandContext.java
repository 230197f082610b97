package io.elmstream.governor;

import io.elmstream.model.Contract;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state that the governor judges a command by.
 *
 * @param governed the state of the command's model, empty if no version of it has been published
 * @param named the version that the command names, empty if it has not been published
 * @param upload the parts that have arrived of the artefact that the command names
 * @param assembled returns the bytes of the upload, all parts in order; called only if none is missing
 * @param uploading bytes of all open uploads
 * @param openParts the number of their parts
 * @param compared the comparison of the challenger so far, in words; empty if nothing was compared
 * @param ruled the contract of the model that the command's rule set judges; empty if the command is not about a rule
 *     set, or no version of that model has been published
 * @param ruling the state of the rule sets of the command's model; empty if it has none, or the command is about a rule
 *     set
 */
public record CommandContext(
        Optional<GovernedState> governed,
        Optional<PublishedVersion> named,
        Upload upload,
        Supplier<byte[]> assembled,
        long uploading,
        int openParts,
        Optional<String> compared,
        Optional<Contract> ruled,
        Optional<GovernedState> ruling) {

    /** Returns a state without uploads and comparisons. */
    public static CommandContext of(Optional<GovernedState> governed, Optional<PublishedVersion> named) {
        return new CommandContext(
                governed,
                named,
                Upload.NONE,
                () -> new byte[0],
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns whether the version that the command names is retired. */
    public boolean isRetired() {
        return named.filter(version -> version.retiredAt().isPresent()).isPresent();
    }
}
