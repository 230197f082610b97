package io.elmstream.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;

/** Follows the offsets that a consumer group commits, which costs the group nothing. */
final class Commits {

    /**
     * A commit was seen.
     *
     * @param nanos when, as {@link System#nanoTime()} tells it
     * @param readings committed by then, over all partitions
     */
    record Seen(long nanos, long readings) {}

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int ATTEMPTS = 5;

    private final Admin admin;
    private final String group;
    private final Runnable check;

    /** @param check throws when the group has ended, so that waiting is in vain */
    Commits(Admin admin, String group, Runnable check) {
        this.admin = admin;
        this.group = group;
        this.check = check;
    }

    /** Waits until so many readings are committed. */
    Seen reached(long readings) throws InterruptedException {
        Seen seen = next(PATIENCE, readings);
        if (seen.readings < readings) {
            throw tooSlow(seen.readings);
        }
        return seen;
    }

    /**
     * Waits for the first commit after so long, or for the one that reaches so many readings, whichever comes first. At
     * a moment between two commits, readings that are done but not committed would be counted for what comes later.
     */
    Seen next(Duration after, long readings) throws InterruptedException {
        long start = System.nanoTime();
        long last = now();
        while (System.nanoTime() - start < after.plus(PATIENCE).toNanos()) {
            long now = now();
            long nanos = System.nanoTime();
            if (now >= readings || (now > last && nanos - start >= after.toNanos())) {
                return new Seen(nanos, now);
            }
            last = now;
            check.run();
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw tooSlow(last);
    }

    private IllegalStateException tooSlow(long committed) {
        return new IllegalStateException(
                "%s has committed only %,d readings after %d min".formatted(group, committed, PATIENCE.toMinutes()));
    }

    /** The sum of the committed offsets; 0 before there is one. */
    long now() throws InterruptedException {
        return offsets().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The committed offsets of the partitions that have one. */
    Map<TopicPartition, Long> offsets() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Map<TopicPartition, Long> offsets = new HashMap<>();
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach((of, committed) -> {
                            if (committed != null) {
                                offsets.put(of, committed.offset());
                            }
                        });
                return offsets;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return Map.of();
                }
                if (!(e.getCause() instanceof RetriableException) || attempt == ATTEMPTS) {
                    throw new IllegalStateException("the commits of " + group + " cannot be read", e);
                }
            }
        }
    }
}
