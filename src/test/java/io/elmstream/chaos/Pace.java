package io.elmstream.chaos;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param session after which the coordinator gives a silent worker's readings to others
 * @param shortStop shorter than that, and than a transaction may take (10 s)
 * @param longStop longer than both
 * @param perSecond readings
 */
record Pace(Duration session, Duration shortStop, Duration longStop, double perSecond) {

    /** For a run of minutes. */
    static Pace quick(double perSecond) {
        return new Pace(Duration.ofSeconds(6), Duration.ofSeconds(3), Duration.ofSeconds(13), perSecond);
    }

    /** With the product's own session time-out. */
    static Pace asShipped(double perSecond, Duration longStop) {
        return new Pace(Duration.ofSeconds(10), Duration.ofSeconds(5), longStop, perSecond);
    }
}
