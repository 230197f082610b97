package io.elmstream.serving;

import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Warns of what may come many times a second: of the first at once, then at most once a minute, with the number of
 * those between.
 */
public final class RareWarning {

    private static final long QUIET = 60_000;

    private final Logger log;
    private long quietUntil = Long.MIN_VALUE;
    private long unsaid;

    public RareWarning(Logger log) {
        this.log = log;
    }

    /** @param now in epoch milliseconds */
    public void warn(long now, Supplier<String> message) {
        if (now < quietUntil) {
            unsaid++;
            return;
        }
        log.warn("{}{}", message.get(), unsaid == 0 ? "" : ", and " + unsaid + " like it before");
        quietUntil = now + QUIET;
        unsaid = 0;
    }
}
