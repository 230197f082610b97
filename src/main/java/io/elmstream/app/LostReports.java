package io.elmstream.app;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Tells that reports do not reach their topic: of an outage only the first failure, and at its end how many there were.
 * Thread-safe.
 */
final class LostReports {

    private final Logger log;
    private final String topic;
    private final String consequence;
    private final AtomicLong lost = new AtomicLong();

    /** @param consequence of a report that is missing, for example "this instance may look stale" */
    LostReports(Logger log, String topic, String consequence) {
        this.log = log;
        this.topic = topic;
        this.consequence = consequence;
    }

    /** @param reason in one line */
    void failed(String reason) {
        if (lost.getAndIncrement() == 0) {
            log.warn(
                    "a report did not reach {}, so {}; retrying without telling further failures: {}",
                    topic,
                    consequence,
                    reason);
        }
    }

    void arrived() {
        long failures = lost.getAndSet(0);
        if (failures > 0) {
            log.info("reports reach {} again; {} did not", topic, failures);
        }
    }
}
