package io.elmstream.app;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The metrics of Kafka Streams, its clients and Elmstream's processors, named by Prometheus' conventions:
 * {@code kafka_}, the group, the name, times in seconds, counters with {@code _total}. If Kafka has a metric both in
 * total and by topic or partition, only the finer one is exported, so that a sum over the series counts nothing twice.
 */
final class KafkaMetrics implements MultiCollector {

    /** The group that counts Kafka's own metrics. */
    private static final String COUNT_OF_METRICS = "kafka-metrics-count";

    private final Map<String, Supplier<? extends Map<MetricName, ? extends Metric>>> applications;

    /** @param applications the metrics of each application, by application name */
    KafkaMetrics(Map<String, Supplier<? extends Map<MetricName, ? extends Metric>>> applications) {
        this.applications = new TreeMap<>(applications);
    }

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        applications.forEach(
                (application, metrics) -> finest(metrics.get()).forEach(metric -> add(families, application, metric)));
        return families.snapshots();
    }

    private static List<Metric> finest(Map<MetricName, ? extends Metric> metrics) {
        Map<String, List<Metric>> byName = new HashMap<>();
        metrics.forEach((name, metric) -> {
            if (metric.metricValue() instanceof Number && !name.group().equals(COUNT_OF_METRICS)) {
                byName.computeIfAbsent(name.group() + ":" + name.name(), added -> new ArrayList<>())
                        .add(metric);
            }
        });
        List<Metric> finest = new ArrayList<>();
        byName.values().forEach(alike -> {
            int most = alike.stream()
                    .mapToInt(metric -> metric.metricName().tags().size())
                    .max()
                    .orElse(0);
            alike.stream()
                    .filter(metric -> metric.metricName().tags().size() == most)
                    .forEach(finest::add);
        });
        return finest;
    }

    private static void add(MetricFamilies families, String application, Metric metric) {
        MetricName name = metric.metricName();
        PrometheusName own = PrometheusName.of(name.group(), name.name());
        String help = name.description().isBlank()
                ? "Kafka's metric " + name.name() + " of group " + name.group()
                : name.description();
        Labels.Builder labels = Labels.builder().label("application", application);
        name.tags().forEach((tag, value) -> labels.label(tag.replaceAll("[^a-zA-Z0-9_]", "_"), value));
        double value = ((Number) metric.metricValue()).doubleValue() * own.scale();
        if (own.counter()) {
            families.counter(own.name(), help, labels.build(), value);
        } else {
            families.gauge(own.name(), help, labels.build(), value);
        }
    }
}
