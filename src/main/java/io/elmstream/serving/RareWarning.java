package io.elmstream.serving;

import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Logs a warning that may occur many times a second: the first one immediately, then at most one per minute, with the
 * number of those suppressed.
 */
public final class RareWarning {

    private static final long QUIET = 60_000;

    private final Logger log;
    private long quietUntil = Long.MIN_VALUE;
    private long unsaid;

    public RareWarning(Logger log) {
        this.log = log;
    }

    /**
     * Logs a warning, or counts it as suppressed.
     *
     * @param now in epoch milliseconds
     */
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
