package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.activity.TaskLatency;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityMetricsTest {

    @Test
    void shouldTellLatencyAndAlerts() {
        // Given
        InstanceActivity activity = new InstanceActivity();
        TaskLatency latency = activity.latencyOfTask();
        List.of(3L, 4L, 15L, 90_000L).forEach(latency::add);
        latency.addUp();
        activity.raised();
        activity.alertsOfTask().stands("shuttle", new byte[] {'s'}, 1, 1);

        // When
        List<String> lines = scraped(activity);

        // Then
        assertThat(lines)
                .contains(
                        "elmstream_prediction_latency_seconds_bucket{le=\"0.004\"} 1",
                        "elmstream_prediction_latency_seconds_bucket{le=\"0.016\"} 3",
                        "elmstream_prediction_latency_seconds_bucket{le=\"65.536\"} 3",
                        "elmstream_prediction_latency_seconds_bucket{le=\"+Inf\"} 4",
                        "elmstream_prediction_latency_seconds_count 4",
                        "elmstream_prediction_latency_seconds_sum 90.022",
                        "elmstream_alerts_raised_total 1.0",
                        "elmstream_alerts_cleared_total 0.0",
                        "elmstream_alerts_standing 1.0");
    }

    private static List<String> scraped(InstanceActivity activity) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(new ActivityMetrics(activity));
        return registry.scrape().lines().toList();
    }
}
