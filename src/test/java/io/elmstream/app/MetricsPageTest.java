package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.GoldenFile;
import io.elmstream.topology.OwnMetric;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the tables of metrics in docs/operations.md against the code. */
class MetricsPageTest {

    private static final GoldenFile PAGE = new GoldenFile("docs/operations.md", MetricsPageTest.class, "");

    @Test
    void shouldListEveryMetric() {
        PAGE.sectionShouldBe(
                "metrics",
                Arrays.stream(OwnMetric.Group.values())
                        .map(MetricsPageTest::table)
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void shouldHaveHelpTextsWithoutMarkdown() {
        assertThat(OwnMetric.values())
                .extracting(OwnMetric::help)
                .allSatisfy(help -> assertThat(help).isNotBlank().doesNotContainPattern("[`\\[\\]]"));
    }

    private static String table(OwnMetric.Group group) {
        return group.title() + "\n\n| metric | meaning | investigate when |\n|---|---|---|\n"
                + Arrays.stream(OwnMetric.values())
                        .filter(metric -> metric.group() == group)
                        .map(metric -> "| `%s` | %s | %s|\n"
                                .formatted(
                                        PrometheusName.exported(metric),
                                        metric.meaning(),
                                        metric.watch().isEmpty() ? "" : metric.watch() + " "))
                        .collect(Collectors.joining());
    }
}
