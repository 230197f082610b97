package io.elmstream.app;

import io.elmstream.app.HealthReport.Status;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Says in the log why an instance is stalled: when it begins, once a minute while it lasts, and when it is over.
 * Whoever looks only there would learn nothing of a registry that is away, since readings wait for it without failing.
 */
final class HealthLog {

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Logger log;
    private boolean stalled;
    private long saidAt;

    HealthLog(Logger log) {
        this.log = log;
    }

    /** @param now in epoch milliseconds */
    void take(HealthReport report, long now) {
        boolean was = stalled;
        stalled = report.status() == Status.STALLED;
        if (stalled && (!was || now - saidAt >= AGAIN.toMillis())) {
            log.warn("stalled: {}", String.join("; ", report.problems()));
            saidAt = now;
        } else if (was && report.status() == Status.UP) {
            log.info("every task moves again");
        }
    }
}
