package io.elmstream.app;

import io.elmstream.topology.OwnMetric;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the series of one scrape by metric; values with the same labels are summed up. The names of counters are
 * given without {@code _total}, which the text format adds.
 */
final class MetricFamilies {

    private record Family(boolean counter, String help, Map<Labels, Double> series) {}

    private final Map<String, Family> families = new TreeMap<>();

    /** Adds a counter of Elmstream. */
    void counter(OwnMetric metric, Labels labels, double value) {
        counter(metric.family(), metric.help(), labels, value);
    }

    /** Adds a gauge of Elmstream. */
    void gauge(OwnMetric metric, Labels labels, double value) {
        gauge(metric.family(), metric.help(), labels, value);
    }

    /** Adds a counter: a value that only increases until the process ends. */
    void counter(String name, String help, Labels labels, double value) {
        add(true, name, help, labels, value);
    }

    /** Adds a gauge: a value that can go up and down. */
    void gauge(String name, String help, Labels labels, double value) {
        add(false, name, help, labels, value);
    }

    private void add(boolean counter, String name, String help, Labels labels, double value) {
        families.computeIfAbsent(name, added -> new Family(counter, help, new LinkedHashMap<>()))
                .series()
                .merge(labels, value, Double::sum);
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        families.forEach((name, family) -> all.metricSnapshot(snapshot(name, family)));
        return all.build();
    }

    private static MetricSnapshot snapshot(String name, Family family) {
        if (family.counter()) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(name).help(family.help());
            family.series()
                    .forEach((labels, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                            .labels(labels)
                            .value(Math.max(0, value))
                            .build()));
            return counter.build();
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(family.help());
        family.series()
                .forEach((labels, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
        return gauge.build();
    }
}
