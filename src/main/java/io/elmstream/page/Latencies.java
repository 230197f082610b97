package io.elmstream.page;

import io.elmstream.activity.LatencyHistogram;
import java.util.Map;
import java.util.TreeMap;

/** Median and 99th percentile of the latency, of all instances together. */
final class Latencies {

    private static final double MEDIAN = 0.5;
    private static final double LATE = 0.99;

    private final Track median;
    private final Track late;
    private final TreeMap<Long, LatencyHistogram> unsettled = new TreeMap<>();
    private long half;
    private LatencyHistogram ofHalf = LatencyHistogram.EMPTY;

    Latencies(int history) {
        this.median = new Track(history, Double.NaN);
        this.late = new Track(history, Double.NaN);
    }

    /**
     * Adds what an instance counted over a period to each of its seconds that is not settled. What comes too late for
     * all of them belongs to the first second that is not settled.
     *
     * @param settled the last second that does not change any more
     */
    void add(Period period, LatencyHistogram counted, long settled) {
        long last = Math.max((period.to() - 1) / 1_000, settled + 1);
        long first = Math.max(settled + 1, Math.min(last, (period.from() + 999) / 1_000));
        for (long second = first; second <= Math.min(last, first + TimeAxis.FINE); second++) {
            unsettled.merge(second, counted, LatencyHistogram::plus);
        }
    }

    /** A second does not change any more. */
    void settle(long second) {
        Map<Long, LatencyHistogram> until = unsettled.headMap(second, true);
        LatencyHistogram counted = until.getOrDefault(second, LatencyHistogram.EMPTY);
        until.clear();
        if (second / TimeAxis.COARSE != half) {
            half = second / TimeAxis.COARSE;
            ofHalf = LatencyHistogram.EMPTY;
        }
        if (counted.count() > 0) {
            ofHalf = ofHalf.plus(counted);
            median.put(second, counted.quantile(MEDIAN).orElse(Double.NaN));
            late.put(second, counted.quantile(LATE).orElse(Double.NaN));
            median.putCoarse(half, ofHalf.quantile(MEDIAN).orElse(Double.NaN));
            late.putCoarse(half, ofHalf.quantile(LATE).orElse(Double.NaN));
        }
    }

    Track median() {
        return median;
    }

    Track late() {
        return late;
    }
}
