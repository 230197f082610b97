package io.elmstream.app;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.activity.LatencyHistogram;
import io.elmstream.topology.OwnMetric;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** The metrics of what this instance did besides what it counts by version: its latency and alerts. */
final class ActivityMetrics implements MultiCollector {

    /** Limits of the buckets of the latency, in milliseconds; each is the start of a bucket of what is counted. */
    private static final long[] LIMITS = {4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536};

    private final InstanceActivity activity;

    ActivityMetrics(InstanceActivity activity) {
        this.activity = activity;
    }

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        families.counter(OwnMetric.ALERTS_RAISED, Labels.EMPTY, activity.alertsRaised());
        families.counter(OwnMetric.ALERTS_CLEARED, Labels.EMPTY, activity.alertsCleared());
        families.gauge(OwnMetric.ALERTS_STANDING, Labels.EMPTY, activity.alertsStanding());
        MetricSnapshots.Builder all = MetricSnapshots.builder().metricSnapshot(latency(activity.latency()));
        families.snapshots().forEach(all::metricSnapshot);
        return all.build();
    }

    private static HistogramSnapshot latency(LatencyHistogram latency) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (long limit : LIMITS) {
            buckets.bucket(limit / 1e3, latency.countBelow(limit) - below);
            below = latency.countBelow(limit);
        }
        buckets.bucket(Double.POSITIVE_INFINITY, latency.count() - below);
        return HistogramSnapshot.builder()
                .name(OwnMetric.LATENCY.family())
                .help(OwnMetric.LATENCY.help())
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(latency.millis() / 1e3)
                        .build())
                .build();
    }
}
