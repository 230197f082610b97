package io.elmstream.app;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What {@code /health} says, as metrics: the status, and how far each partition of this instance's tasks is. */
public final class HealthMetrics implements MultiCollector {

    private final Supplier<HealthReport> health;
    private final LongSupplier reportedAt;

    /**
     * @param health the latest report
     * @param reportedAt when this instance's last report reached its topic, in epoch milliseconds; 0 if none has
     */
    public HealthMetrics(Supplier<HealthReport> health, LongSupplier reportedAt) {
        this.health = health;
        this.reportedAt = reportedAt;
    }

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        HealthReport report = health.get();
        for (HealthReport.Status status : HealthReport.Status.values()) {
            families.gauge(
                    "elmstream_health_status",
                    "1 for the status of this instance, 0 for all others",
                    Labels.of("status", status.word()),
                    status == report.status() ? 1 : 0);
        }
        report.partitions().forEach((name, partition) -> partition(families, name, partition));
        families.gauge(
                "elmstream_reported_timestamp_seconds",
                "when this instance's last report reached its topic, in seconds since 1970; 0 if none has",
                Labels.EMPTY,
                reportedAt.getAsLong() / 1_000.0);
        return families.snapshots();
    }

    private static void partition(MetricFamilies families, String name, HealthReport.Partition partition) {
        int dash = name.lastIndexOf('-');
        Labels labels = Labels.of("topic", name.substring(0, dash), "partition", name.substring(dash + 1));
        families.gauge(
                "elmstream_partition_lag_records",
                "records of the partition that this instance's task has not committed",
                labels,
                partition.lag());
        families.gauge(
                "elmstream_partition_oldest_unanswered_seconds",
                "how long the oldest of them has waited, at least",
                labels,
                partition.oldestUnansweredSeconds());
        families.gauge(
                "elmstream_partition_stalled",
                "1 if the task makes no progress although it has records to read",
                labels,
                partition.moves() ? 0 : 1);
    }
}
