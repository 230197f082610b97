package io.elmstream.app;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.inference.ModelsStore.Residency;
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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The metrics of Kafka Streams, its clients, Elmstream's processors and the JVM, for Prometheus. Elmstream's own begin
 * with {@code kafka_elmstream_} and, for models, {@code elmstream_}; each Kafka metric has the label
 * {@code application}.
 */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    /**
     * @param applications the applications by the name that labels their metrics
     * @param residency the versions in memory
     * @param models the state of every model on this instance, by model id
     * @param readingsLost number of readings that retention deleted before they were read
     * @param health the health of this instance, as metrics
     * @param more other metrics of this process
     */
    public Metrics(
            Map<String, KafkaStreams> applications,
            Supplier<Residency> residency,
            Supplier<Map<ModelId, InstanceReport.Model>> models,
            LongSupplier readingsLost,
            HealthMetrics health,
            List<MeterBinder> more) {
        FunctionCounter.builder("elmstream.readings.lost", readingsLost, LongSupplier::getAsLong)
                .description("readings that retention deleted before this instance could read them")
                .register(registry);
        garbageCollection.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        more.forEach(each -> each.bindTo(registry));
        Map<String, Supplier<? extends Map<MetricName, ? extends Metric>>> kafka = new HashMap<>();
        applications.forEach((name, streams) -> kafka.put(name, streams::metrics));
        registry.getPrometheusRegistry().register(new KafkaMetrics(kafka));
        registry.getPrometheusRegistry().register(new ModelMetrics(residency, models));
        registry.getPrometheusRegistry().register(health);
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
