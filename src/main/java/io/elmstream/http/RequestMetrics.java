package io.elmstream.http;

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

/** The metrics of requests: their number and time by status, and the micro-batches that they formed. */
final class RequestMetrics implements MeterBinder {

    private static final List<Integer> STATUSES = List.of(200, 400, 401, 404, 405, 413, 415, 429, 500, 503);

    private final LongAdder batches = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private volatile Map<Integer, Timer> timers = Map.of();

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("elmstream.http.rows", rows, LongAdder::sum)
                .description("rows scored for requests")
                .register(registry);
        FunctionCounter.builder("elmstream.http.batches", batches, LongAdder::sum)
                .description("micro-batches scored for requests")
                .register(registry);
        timers = STATUSES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        status -> Timer.builder("elmstream.http.requests")
                                .description("time from the end of a request to its answer")
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
