package io.elmstream.app;

import io.elmstream.governor.InstanceReport;
import io.elmstream.topology.ModelsStore.Residency;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What Kafka Streams, its clients, our own batches and the JVM count, for Prometheus. Ours are those that begin with
 * {@code kafka_elmstream_} and, about models, {@code elmstream_}; each Kafka metric carries the tag {@code application}.
 */
final class Metrics implements AutoCloseable {

    /** How soon a metric that comes with a new task shows. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScheduledExecutorService refreshing = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "refresh-metrics");
        thread.setDaemon(true);
        return thread;
    });
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final List<KafkaStreamsMetrics> kafka = new ArrayList<>();
    private final ModelMetrics models;

    /**
     * @param applications by the name that their metrics carry
     * @param residency what is in memory
     * @param models how this instance stands with every model, by model id
     * @param readingsLost that retention deleted before they were read
     */
    Metrics(
            Map<String, KafkaStreams> applications,
            Supplier<Residency> residency,
            Supplier<Map<String, InstanceReport.Model>> models,
            LongSupplier readingsLost) {
        FunctionCounter.builder("elmstream.readings.lost", readingsLost, LongSupplier::getAsLong)
                .description("readings that retention deleted before this instance could read them")
                .register(registry);
        this.models = new ModelMetrics(registry, residency, models);
        garbageCollection.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        applications.forEach((name, streams) -> {
            KafkaStreamsMetrics metrics =
                    new KafkaStreamsMetrics(streams, Tags.of("application", name), refreshing, REFRESH);
            metrics.bindTo(registry);
            kafka.add(metrics);
        });
    }

    /** All metrics in Prometheus' text format. */
    String scrape() {
        models.look();
        return registry.scrape();
    }

    @Override
    public void close() {
        refreshing.shutdownNow();
        kafka.forEach(KafkaStreamsMetrics::close);
        garbageCollection.close();
        registry.close();
    }
}
