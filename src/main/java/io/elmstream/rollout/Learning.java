package io.elmstream.rollout;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether a model learns from labelled readings, and how the versions that the learner makes are tried.
 *
 * @param on whether new versions are made
 * @param mode the role of each new version beside the champion
 * @param share the part of the sensors that it gets
 * @param gate the conditions under which it is promoted or rolled back; empty for those of the learner
 */
public record Learning(boolean on, Mode mode, Share share, Optional<Gate> gate) {

    /** The state of a model for which nothing was ever set. */
    public static final Learning OFF = new Learning(false, Mode.SHADOW, Share.ALL, Optional.empty());

    /**
     * Returns how a new version is tried.
     *
     * @param version the version, 1 or more
     * @param otherwise the conditions where none are set
     * @return the version, its role and its conditions
     */
    public Challenger challenger(int version, Gate otherwise) {
        return new Challenger(version, mode, share, Optional.of(gate.orElse(otherwise)));
    }

    /** Returns a description, for example {@code on, versions as shadow for 100 %}. */
    @Override
    public String toString() {
        return on ? "on, versions as " + mode.name().toLowerCase(Locale.ROOT) + " for " + share : "off";
    }
}
