package io.elmstream.rollout;

import java.util.Locale;
import java.util.Optional;

/**
 * A version that is tried beside the champion.
 *
 * @param version 1 or more
 * @param mode the role of the challenger for its share
 * @param share the part of the sensors that it gets
 * @param gate the conditions under which it is promoted or rolled back automatically; empty waits for a command
 */
public record Challenger(int version, Mode mode, Share share, Optional<Gate> gate) {

    public Challenger {
        if (version < 1) {
            throw new IllegalArgumentException("the challenger's version must be 1 or more, got " + version);
        }
    }

    /** Returns a description, for example {@code version 3 as canary for 10 %}. */
    @Override
    public String toString() {
        return "version " + version + " as " + mode.name().toLowerCase(Locale.ROOT) + " for " + share;
    }
}
