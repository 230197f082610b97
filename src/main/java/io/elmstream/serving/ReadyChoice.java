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
    public record Counterpart(ReadyVersion version, Mode mode, ComparisonCounts counts) {

        /**
         * Counts a reading that both versions scored.
         *
         * @param counted the class of the version whose prediction counts; empty if its scores are not probabilities
         * @param beside the class of this version, likewise
         * @param actual the true class, if it is known
         */
        public void compare(Optional<String> counted, Optional<String> beside, Optional<String> actual) {
            Optional<String> champion = mode == Mode.SHADOW ? counted : beside;
            Optional<String> challenger = mode == Mode.SHADOW ? beside : counted;
            if (challenger.isEmpty()) {
                counts.challengerFailed();
            } else if (champion.isPresent()) {
                counts.compared(champion.get(), challenger.get(), actual);
            }
        }

        /**
         * Counts that the true class of a reading became known after it was compared.
         *
         * @param counted the class of the version whose prediction counts
         * @param beside the class of this version
         * @param actual the true class
         */
        public void labelledLater(String counted, String beside, String actual) {
            boolean shadow = mode == Mode.SHADOW;
            counts.labelledLater(shadow ? counted : beside, shadow ? beside : counted, actual);
        }

        /** Counts a reading that the version whose prediction counts cannot score, and this version could. */
        public void countedCannotScore() {
            if (mode == Mode.CANARY) {
                counts.challengerFailed();
            }
        }

        /** Counts a reading that this version cannot score. */
        public void cannotScore() {
            if (mode == Mode.SHADOW) {
                counts.challengerFailed();
            }
        }
    }
}
