package io.elmstream.serving;

import io.elmstream.rollout.Mode;
import java.util.Optional;

/**
 * What scores one reading here.
 *
 * @param version whose prediction counts
 * @param beside the version that scores it too, for comparison; empty outside a challenger's share
 */
public record ReadyChoice(ReadyVersion version, Optional<Beside> beside) {

    /**
     * A version that scores beside the one that counts.
     *
     * @param mode of the challenger: in a shadow it is the one beside, in a canary the champion is
     * @param counts where the comparison is counted
     */
    public record Beside(ReadyVersion version, Mode mode, ComparisonCounts counts) {}
}
