package io.elmstream.wire;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Retries with exponential backoff until there is an answer or the total wait is used up.
 *
 * @param first the first wait
 * @param longest the longest wait
 * @param patience the bound on the sum of all waits
 * @param pause how to wait; {@link #SLEEP} in production
 */
public record Backoff(Duration first, Duration longest, Duration patience, Pause pause) {

    /** Waits in the calling thread. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** The result of one attempt. */
    public sealed interface Try<T> {}

    /** The attempt was answered. */
    public record Answer<T>(T value) implements Try<T> {}

    /** The attempt was not answered. */
    public record NoAnswer<T>(RuntimeException why) implements Try<T> {}

    /** Puts the thread to sleep. */
    public static final Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    /**
     * Returns a backoff from 100 ms to 5 s, for a minute. With 17 requests of at most ten seconds each this stays
     * within the five minutes that Kafka Streams allows a thread between two polls.
     */
    public static Backoff ofAMinute() {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(1), SLEEP);
    }

    /** Returns a backoff from 100 ms to 5 s, without a limit. */
    public static Backoff withoutEnd(Pause pause) {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(Long.MAX_VALUE), pause);
    }

    /**
     * Calls until there is an answer.
     *
     * @throws RegistryUnreachableException if the total wait is used up, or the thread is interrupted
     */
    <T> T retry(String what, Supplier<Try<T>> question) {
        Duration wait = first;
        Duration waited = Duration.ZERO;
        while (true) {
            Try<T> end = question.get();
            if (end instanceof Answer<T> answer) {
                return answer.value();
            }
            RuntimeException why = ((NoAnswer<T>) end).why();
            if (waited.compareTo(patience) >= 0) {
                throw new RegistryUnreachableException(what + "; gave up after " + waited.toMillis() + " ms", why);
            }
            try {
                pause.of(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryUnreachableException(what + "; interrupted", why);
            }
            waited = waited.plus(wait);
            Duration twice = wait.multipliedBy(2);
            wait = twice.compareTo(longest) > 0 ? longest : twice;
        }
    }
}
