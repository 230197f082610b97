package io.elmstream.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits with the patience of a busy machine; Awaitility itself gives up after ten seconds. */
public final class Waiting {

    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private Waiting() {}

    public static ConditionFactory await() {
        // where a thread that replaced one fails too, Kafka Streams throws on it, which is no fault of who waits
        return Awaitility.await().dontCatchUncaughtExceptions().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }
}
