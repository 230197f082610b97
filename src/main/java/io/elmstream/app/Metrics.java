package io.elmstream.app;

import io.elmstream.serving.ModelIndex;
import io.elmstream.topology.OwnMetric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The metrics of Kafka Streams, its clients, Elmstream's processors and the JVM, for Prometheus. Elmstream's own begin
 * with {@code kafka_elmstream_} and, for models, {@code elmstream_}; each Kafka metric has the label
 * {@code application}.
 */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    /**
     * Starts to measure.
     *
     * @param elmstream the running instance
     * @param more other metrics of this process
     */
    public Metrics(Elmstream elmstream, List<MeterBinder> more) {
        FunctionCounter.builder("elmstream.readings.lost", elmstream, Elmstream::readingsLost)
                .description(OwnMetric.READINGS_LOST.help())
                .register(registry);
        garbageCollection.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        more.forEach(each -> each.bindTo(registry));
        Map<String, Supplier<? extends Map<MetricName, ? extends Metric>>> kafka = new HashMap<>();
        kafka.put("inference", elmstream.inference()::metrics);
        kafka.put("governor", elmstream.governor()::metrics);
        elmstream.learner().ifPresent(learner -> kafka.put("learner", learner::metrics));
        registry.getPrometheusRegistry().register(new KafkaMetrics(kafka));
        registry.getPrometheusRegistry()
                .register(new ModelMetrics(
                        elmstream::residency,
                        elmstream::models,
                        () -> elmstream.index().map(ModelIndex::activity).orElse(List.of()),
                        () -> elmstream.index().map(ModelIndex::abstained).orElse(Map.of())));
        registry.getPrometheusRegistry().register(new HealthMetrics(elmstream::health, elmstream::reportedAt));
        elmstream
                .activity()
                .ifPresent(counts -> registry.getPrometheusRegistry().register(new ActivityMetrics(counts)));
        registry.getPrometheusRegistry().register(new ProcessMetrics());
    }

    /**
     * Starts to measure an instance that does not run yet.
     *
     * @param health the latest report
     */
    public Metrics(Supplier<HealthReport> health) {
        garbageCollection.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        registry.getPrometheusRegistry().register(new HealthMetrics(health));
        registry.getPrometheusRegistry().register(new ProcessMetrics());
    }

    /** {@return all metrics in Prometheus' text format} */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
