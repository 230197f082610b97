package io.elmstream.serving;

import io.elmstream.rollout.Mode;
import java.util.Optional;

/**
 * The versions that score one reading on this instance.
 *
 * @param version the version whose prediction counts
 * @param beside the version that also scores it, for comparison; empty outside a challenger's share
 */
public record ReadyChoice(ReadyVersion version, Optional<Counterpart> beside) {

    /**
     * A version that scores for comparison only.
     *
     * @param mode of the challenger: in shadow mode this version is the challenger, in canary mode the champion
     * @param counts the counts of the comparison
     */
    public record Counterpart(ReadyVersion version, Mode mode, ComparisonCounts counts) {}
}
