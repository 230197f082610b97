package io.elmstream.app;

import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.wire.RegistryUnreachableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of stream threads that fail. A failed thread is replaced, and its tasks resume from the last commit, so
 * nothing is lost. Retries are unlimited while brokers or the registry do not answer, and while the readings topic has
 * more partitions than the changelog. A record that a broker refused is not retried in the same way. Any other fault
 * that recurs stops the application, so that a supervisor of the process notices it.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

    static final int MOST = 10;
    static final Duration WITHIN = Duration.ofMinutes(5);

    /** The maximum number of failures that are reported; in an outage they are unlimited. */
    static final int MOST_TOLD = 20;

    /** The suffix that Kafka Streams gives the thread of global stores. */
    private static final String GLOBAL_THREAD = "-GlobalStreamThread";

    /** The message if the readings topic has more partitions than a changelog; there is no specific exception type. */
    private static final String GROWN = "has invalid partitions";

    private static final String DIFFERENT_PARTITIONS =
            "the readings topic has more partitions than the changelog of the alert states, or this instance's"
                    + " metadata of the two is out of date: elmstream topics grow gives both the same number";

    private static final int MOST_CHARACTERS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final String application;
    private final InstantSource clock;
    private final LongSupplier remedies;
    private final Deque<Long> recent = new ArrayDeque<>();
    private final Deque<Failure> told = new ArrayDeque<>();
    private long tried;

    /**
     * A failure that is reported.
     *
     * @param at epoch milliseconds
     * @param partition number of the task's partition; empty if the failure does not belong to a task
     */
    record Failure(long at, OptionalInt partition, String message) {}

    /** @param remedies number of refused records for which a remedy has not been tried yet; each excuses one failure */
    ThreadFailures(String application, InstantSource clock, LongSupplier remedies) {
        this.application = application;
        this.clock = clock;
        this.remedies = remedies;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        tell(failure);
        if (Thread.currentThread().getName().endsWith(GLOBAL_THREAD)) {
            LOG.error(
                    "{}: the thread that reads the models topic failed, which Kafka Streams cannot replace; stopping",
                    application,
                    failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (isOutage(failure) || isGrown(failure) || isAborted(failure)) {
            LOG.warn("{}: {}; retrying with a new thread", application, inShort(failure));
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (remedies.getAsLong() > tried) {
            tried++;
            LOG.warn(
                    "{}: a broker refused a record, its reading is handled differently; replacing the thread: {}",
                    application,
                    failure.toString());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        long now = clock.millis();
        recent.removeIf(earlier -> earlier < now - WITHIN.toMillis());
        recent.add(now);
        if (recent.size() <= MOST) {
            LOG.error("{}: a stream thread failed, replacing it", application, failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("{}: {} stream threads failed within {}; stopping", application, recent.size(), WITHIN, failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Returns the failures of the last five minutes, oldest first. */
    synchronized List<Failure> recent() {
        told.removeIf(failure -> failure.at() < clock.millis() - WITHIN.toMillis());
        return List.copyOf(told);
    }

    private void tell(Throwable failure) {
        OptionalInt partition = causes(failure)
                .filter(StreamsException.class::isInstance)
                .flatMap(cause -> ((StreamsException) cause).taskId().stream())
                .mapToInt(TaskId::partition)
                .findFirst();
        if (told.size() == MOST_TOLD) {
            told.removeFirst();
        }
        told.addLast(new Failure(clock.millis(), partition, inShort(failure)));
    }

    /**
     * Shortens a failure to one line. Kafka Streams includes whole stack traces in its messages, and for missing
     * partitions the advice to reset the application.
     */
    private static String inShort(Throwable failure) {
        if (isGrown(failure)) {
            return DIFFERENT_PARTITIONS;
        }
        Optional<Diagnosis> outage = isOutage(failure) ? Diagnosis.of(failure, side(failure)) : Optional.empty();
        if (outage.isPresent()) {
            return outage.get().message();
        }
        String message = firstLine(String.valueOf(failure.getMessage())).replaceAll(", stacktrace=.*", "");
        Throwable innermost = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
        String all = innermost == failure ? message : message + ": " + firstLine(innermost.toString());
        return all.substring(0, Math.min(all.length(), MOST_CHARACTERS));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** All threads of an instance fail in an outage, so their number says nothing about the application. */
    private static boolean isOutage(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof RegistryUnreachableException || cause instanceof TimeoutException);
    }

    /** All threads may lose their tasks at once when members join and leave while brokers are slow. */
    private static boolean isAborted(Throwable failure) {
        return causes(failure).anyMatch(AbortedTransactionException.class::isInstance);
    }

    private static Side side(Throwable failure) {
        return causes(failure).anyMatch(RegistryUnreachableException.class::isInstance) ? Side.REGISTRY : Side.KAFKA;
    }

    private static boolean isGrown(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof StreamsException
                        && String.valueOf(cause.getMessage()).contains(GROWN));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
