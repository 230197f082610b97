package io.elmstream.wire;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks again after waits that double, until an answer comes or the patience is over.
 *
 * @param first the first wait
 * @param longest no wait is longer
 * @param patience all waits together
 * @param pause how to wait; {@link #SLEEP} in production
 */
public record Backoff(Duration first, Duration longest, Duration patience, Pause pause) {

    /** Waits on the calling thread. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** How one try ended. */
    public sealed interface Try<T> {}

    /** There was an answer. */
    public record Answer<T>(T value) implements Try<T> {}

    /** There was none. */
    public record NoAnswer<T>(RuntimeException why) implements Try<T> {}

    /** Lets the thread sleep. */
    public static final Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    /**
     * From 100 ms to 5 s, for a minute. With 17 questions of at most ten seconds each that stays within the five
     * minutes that Kafka Streams gives a thread between two polls.
     */
    public static Backoff ofAMinute() {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(1), SLEEP);
    }

    /** From 100 ms to 5 s, for as long as it takes. */
    public static Backoff withoutEnd(Pause pause) {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(Long.MAX_VALUE), pause);
    }

    /** @throws RegistryUnreachableException when the patience is over, or the thread is interrupted */
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
