package io.elmstream.governor;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the governor knows when it judges a command.
 *
 * @param governed the state of the command's model, empty when no version of it has been published
 * @param named the version that the command names, empty when it has not been published
 * @param upload the parts that have come of the artefact that the command names
 * @param assembled gives the bytes of the upload, all parts in order; asked for only when none is missing
 * @param uploading bytes of all open uploads
 * @param openParts how many parts they have together
 * @param compared how the challenger did so far, in words; empty where nothing was compared
 */
public record Known(
        Optional<Governed> governed,
        Optional<PublishedVersion> named,
        Upload upload,
        Supplier<byte[]> assembled,
        long uploading,
        int openParts,
        Optional<String> compared) {

    /** Where nothing is being uploaded or compared. */
    public static Known of(Optional<Governed> governed, Optional<PublishedVersion> named) {
        return new Known(governed, named, Upload.NONE, () -> new byte[0], 0, 0, Optional.empty());
    }

    /** Whether the version that the command names is retired. */
    public boolean isRetired() {
        return named.filter(version -> version.retiredAt().isPresent()).isPresent();
    }
}
