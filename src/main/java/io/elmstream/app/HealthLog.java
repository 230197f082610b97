package io.elmstream.app;

import io.elmstream.app.HealthReport.Status;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Logs why an instance is stalled: when that begins, once a minute while it lasts, and when it ends. Otherwise the log
 * would not mention, for example, an unavailable registry, for which readings wait without failing.
 */
final class HealthLog {

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Logger log;
    private boolean stalled;
    private long saidAt;

    HealthLog(Logger log) {
        this.log = log;
    }

    /** @param now epoch milliseconds */
    void take(HealthReport report, long now) {
        boolean was = stalled;
        stalled = report.status() == Status.STALLED;
        if (stalled && (!was || now - saidAt >= AGAIN.toMillis())) {
            log.warn("stalled: {}", String.join("; ", report.problems()));
            saidAt = now;
        } else if (was && report.status() == Status.UP) {
            log.info("every task makes progress again");
        }
    }
}
