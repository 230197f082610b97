package io.elmstream.topology.governor;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.StreamsMetrics;

/** The recent latency of commits, as measured by Kafka Streams. */
final class CommitLatency {

    private static final String GROUP = "stream-thread-metrics";
    private static final String NAME = "commit-latency-max";

    private CommitLatency() {}

    /**
     * Returns the slowest commit of any stream thread of the application within about the last half minute, in
     * milliseconds; 0 before the first.
     */
    static long slowest(StreamsMetrics metrics) {
        return metrics.metrics().entrySet().stream()
                .filter(each -> each.getKey().name().equals(NAME)
                        && each.getKey().group().equals(GROUP))
                .mapToLong(CommitLatency::millis)
                .max()
                .orElse(0);
    }

    private static long millis(Map.Entry<MetricName, ? extends Metric> metric) {
        // NaN, before the first, becomes 0
        return metric.getValue().metricValue() instanceof Double value ? Math.max(0, value.longValue()) : 0;
    }
}
