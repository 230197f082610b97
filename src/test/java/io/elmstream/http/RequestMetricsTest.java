package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {

    private static final Pattern NAME = Pattern.compile("elmstream_http_[a-z_]*[a-z]");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void shouldHaveTheSeriesOfThePages() throws Exception {
        // Given
        String pages = Files.readString(Path.of("docs/operations.md")) + Files.readString(Path.of("docs/inference.md"));
        Set<String> names =
                NAME.matcher(pages).results().map(MatchResult::group).collect(Collectors.toSet());
        RequestMetrics metrics = new RequestMetrics();
        metrics.bindTo(registry);

        // When
        metrics.answered(200, 1_000);

        // Then
        String series = registry.scrape();
        assertThat(names)
                .hasSizeGreaterThan(2)
                .allSatisfy(name -> assertThat(series).contains("\n" + name));
        assertThat(series).contains("elmstream_http_requests_seconds_count{status=\"200\"} 1\n");
    }
}
