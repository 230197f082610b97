package io.elmstream.http;

import io.elmstream.serving.CacheUse;
import io.elmstream.topology.OwnMetric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The metrics of requests: their number and time by status, the micro-batches that they formed, and what the cache did
 * for these.
 */
final class RequestMetrics implements MeterBinder {

    private static final List<Integer> STATUSES = List.of(200, 400, 401, 404, 405, 413, 415, 429, 500, 503);

    private final LongAdder batches = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder cacheLookups = new LongAdder();
    private final LongAdder cacheHits = new LongAdder();
    private final LongAdder cacheSavedNanos = new LongAdder();
    private final LongAdder cacheSpentNanos = new LongAdder();
    private volatile Map<Integer, Timer> timers = Map.of();

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("elmstream.http.rows", rows, LongAdder::sum)
                .description(OwnMetric.REQUEST_ROWS.help())
                .register(registry);
        FunctionCounter.builder("elmstream.http.batches", batches, LongAdder::sum)
                .description(OwnMetric.REQUEST_BATCHES.help())
                .register(registry);
        FunctionCounter.builder("elmstream.http.cache.lookups", cacheLookups, LongAdder::sum)
                .description(OwnMetric.REQUEST_LOOKUPS.help())
                .register(registry);
        FunctionCounter.builder("elmstream.http.cache.hits", cacheHits, LongAdder::sum)
                .description(OwnMetric.REQUEST_HITS.help())
                .register(registry);
        seconds(registry, "elmstream.http.cache.saved", cacheSavedNanos, OwnMetric.REQUEST_SAVED);
        seconds(registry, "elmstream.http.cache.spent", cacheSpentNanos, OwnMetric.REQUEST_SPENT);
        timers = STATUSES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        status -> Timer.builder("elmstream.http.requests")
                                .description(OwnMetric.REQUESTS.help())
                                .tag("status", String.valueOf(status))
                                .serviceLevelObjectives(
                                        Duration.ofNanos(100_000),
                                        Duration.ofNanos(250_000),
                                        Duration.ofMillis(1),
                                        Duration.ofMillis(10),
                                        Duration.ofMillis(100),
                                        Duration.ofSeconds(1))
                                .register(registry)));
    }

    private static void seconds(MeterRegistry registry, String name, LongAdder nanos, OwnMetric metric) {
        FunctionCounter.builder(name, nanos, sum -> sum.sum() / 1e9)
                .description(metric.help())
                .baseUnit("seconds")
                .register(registry);
    }

    /** Counts what the cache did for a group of rows. */
    void cached(CacheUse use) {
        cacheLookups.add(use.rows());
        cacheHits.add(use.hits());
        cacheSavedNanos.add(use.savedNanos());
        cacheSpentNanos.add(use.spentNanos());
    }

    /** Counts a micro-batch. */
    void batch(int scoredRows) {
        batches.increment();
        rows.add(scoredRows);
    }

    /** Counts a request. */
    void answered(int status, long nanos) {
        Timer timer = timers.get(status);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    long batches() {
        return batches.sum();
    }

    long rows() {
        return rows.sum();
    }
}
