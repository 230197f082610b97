package io.elmstream.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits with the patience of a busy machine; Awaitility itself gives up after ten seconds. */
public final class Waiting {

    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private Waiting() {}

    public static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }
}
