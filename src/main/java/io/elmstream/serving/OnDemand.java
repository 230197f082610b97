package io.elmstream.serving;

import io.elmstream.model.VersionKey;
import java.util.Optional;

/** Access to the versions that no longer serve, for one reader. */
@FunctionalInterface
public interface OnDemand {

    /** Finds nothing. */
    OnDemand NONE = key -> Optional.empty();

    /** Returns the version if it is in memory. Otherwise {@link #isMissing} says whether it has to be loaded first. */
    Optional<LoadedVersion> find(VersionKey key);

    /** Returns whether a version was requested that has to be loaded first: nothing can be chosen before. */
    default boolean isMissing() {
        return false;
    }
}
