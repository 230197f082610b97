package io.elmstream.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The live page of an instance.
 *
 * @param interval how often the instance reports what it does, and how often the page changes
 * @param history how far the page looks back
 * @param listeners how many browsers may have the page open at a time, 1 or more
 * @param token required of each request for what the page shows, if set
 * @param actions whether versions can be promoted, rolled back and retired on the page; only with a token
 * @param key the file with the private key that actions are signed with; empty if they are not signed
 */
public record PageSettings(
        Duration interval,
        Duration history,
        int listeners,
        Optional<String> token,
        boolean actions,
        Optional<Path> key) {

    /** Leaves out the token. */
    @Override
    public String toString() {
        return "PageSettings[interval=%s, history=%s, listeners=%d, actions=%s]"
                .formatted(interval, history, listeners, actions);
    }
}
