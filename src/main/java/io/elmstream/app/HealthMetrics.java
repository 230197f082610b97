package io.elmstream.app;

import io.elmstream.topology.OwnMetric;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What {@code /health} says, as metrics: the status, and how far each partition of this instance's tasks is. */
public final class HealthMetrics implements MultiCollector {

    private final Supplier<HealthReport> health;
    private final Optional<LongSupplier> reportedAt;

    /**
     * @param health the latest report
     * @param reportedAt when this instance's last report reached its topic, in epoch milliseconds; 0 if none has
     */
    public HealthMetrics(Supplier<HealthReport> health, LongSupplier reportedAt) {
        this.health = health;
        this.reportedAt = Optional.of(reportedAt);
    }

    /**
     * The metrics of an instance that does not report yet.
     *
     * @param health the latest report
     */
    HealthMetrics(Supplier<HealthReport> health) {
        this.health = health;
        this.reportedAt = Optional.empty();
    }

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        HealthReport report = health.get();
        for (HealthReport.Status status : HealthReport.Status.values()) {
            families.gauge(OwnMetric.HEALTH, Labels.of("status", status.word()), status == report.status() ? 1 : 0);
        }
        report.partitions().forEach((name, partition) -> partition(families, name, partition));
        reportedAt.ifPresent(at -> families.gauge(OwnMetric.REPORTED, Labels.EMPTY, at.getAsLong() / 1_000.0));
        return families.snapshots();
    }

    private static void partition(MetricFamilies families, String name, HealthReport.Partition partition) {
        int dash = name.lastIndexOf('-');
        Labels labels = Labels.of("topic", name.substring(0, dash), "partition", name.substring(dash + 1));
        families.gauge(OwnMetric.LAG, labels, partition.lag());
        families.gauge(OwnMetric.OLDEST_UNANSWERED, labels, partition.oldestUnansweredSeconds());
        families.gauge(OwnMetric.STALLED, labels, partition.moves() ? 0 : 1);
    }
}
