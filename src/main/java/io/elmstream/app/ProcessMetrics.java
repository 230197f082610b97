package io.elmstream.app;

import io.elmstream.topology.OwnMetric;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.utils.AppInfoParser;

/** Build information and processor time, named as in Prometheus' own client libraries. */
final class ProcessMetrics implements MultiCollector {

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        families.gauge(
                OwnMetric.BUILD,
                Labels.of(
                        "version", BuildInfo.version(),
                        "kafka_version", AppInfoParser.getVersion(),
                        "java_version", Runtime.version().toString()),
                1);
        cpuTime()
                .ifPresent(time -> families.counter(
                        "process_cpu_seconds",
                        "processor time of the process in seconds",
                        Labels.EMPTY,
                        time.toNanos() / 1e9));
        families.gauge(
                "process_cpus",
                "processors that the process may use",
                Labels.EMPTY,
                Runtime.getRuntime().availableProcessors());
        return families.snapshots();
    }

    /** Returns the processor time that the process took, if the platform tells it. */
    static Optional<Duration> cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration();
    }
}
