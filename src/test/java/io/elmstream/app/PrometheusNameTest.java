package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusNameTest {

    @ParameterizedTest
    @CsvSource({
        "consumer-fetch-manager-metrics, records-lag,          kafka_consumer_fetch_manager_records_lag,       "
                + " false, 1",
        "stream-metrics,                 failed-stream-threads, kafka_stream_failed_stream_threads,            "
                + " true,  1",
        "producer-metrics,               io-wait-time-ns-total, kafka_producer_io_wait_time_seconds,           "
                + " true,  1e-9",
        "producer-metrics,               io-time-ns-avg,        kafka_producer_io_time_seconds_avg,            "
                + " false, 1e-9",
        "elmstream-metrics,              oldest-waited-ms-max,  kafka_elmstream_oldest_waited_seconds_max,     "
                + " false, 1e-3",
        "app-info,                       start-time-ms,         kafka_app_info_start_time_seconds,             "
                + " false, 1e-3",
        "consumer-metrics,               connection-count,      kafka_consumer_connections,                    "
                + " false, 1"
    })
    void shouldNameMetricsAsPrometheusAsks(String group, String name, String expected, boolean counter, double scale) {
        // When, then
        assertThat(PrometheusName.of(group, name)).isEqualTo(new PrometheusName(expected, counter, scale));
    }
}
