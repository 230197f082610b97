package io.elmstream.serving;

import io.elmstream.model.VersionKey;
import java.util.Optional;

/** The versions that serve no more, as one reader reaches them. */
@FunctionalInterface
public interface OnDemand {

    /** Reaches none. */
    OnDemand NONE = key -> Optional.empty();

    /**
     * The version where it is in memory. Where it is not, {@link #isMissing} says whether it has to be loaded first.
     */
    Optional<LoadedVersion> find(VersionKey key);

    /** Whether a version was asked for that has to be loaded first: nothing can be chosen before. */
    default boolean isMissing() {
        return false;
    }
}
