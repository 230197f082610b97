package io.elmstream.app;

import io.elmstream.wire.RegistryUnreachableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. Another takes its place, and its tasks go on from the last commit, so nothing is
 * lost. A registry that cannot be reached is waited for without end; any other fault that keeps coming back stops the
 * application, so that whoever watches the process hears of it.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

    static final int MOST = 10;
    static final Duration WITHIN = Duration.ofMinutes(5);

    /** How Kafka Streams names the thread of global stores. */
    private static final String GLOBAL_THREAD = "-GlobalStreamThread";

    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final String application;
    private final InstantSource clock;
    private final Deque<Long> recent = new ArrayDeque<>();

    ThreadFailures(String application, InstantSource clock) {
        this.application = application;
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        if (Thread.currentThread().getName().endsWith(GLOBAL_THREAD)) {
            LOG.error("{}: the thread that reads the models topic failed, which Kafka Streams cannot replace; stopping",
                    application, failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (isRegistryOutage(failure)) {
            LOG.warn("{}: {}; a new thread tries again", application, failure.getMessage());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        long now = clock.millis();
        recent.removeIf(earlier -> earlier < now - WITHIN.toMillis());
        recent.add(now);
        if (recent.size() <= MOST) {
            LOG.error("{}: a stream thread failed, a new one takes its place", application, failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("{}: {} stream threads failed within {}; stopping", application, recent.size(), WITHIN, failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static boolean isRegistryOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnreachableException) {
                return true;
            }
        }
        return false;
    }
}
