package io.elmstream.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FittingReportTest {

    @Test
    void shouldLeaveAReportThatFitsAsItIs() {
        // Given
        ActivityReport report = GivenReport.of(3, 5, 4);

        // When
        ActivityReport fitting = FittingReport.of(report, any -> true);

        // Then
        assertThat(fitting).isSameAs(report);
    }

    @Test
    void shouldLeaveOutSamplesAndSensorsFirst() {
        // Given
        ActivityReport report = GivenReport.of(3, 5, 4);

        // When
        ActivityReport fitting = FittingReport.of(report, elements(100));

        // Then
        assertThat(fitting.samples()).isEmpty();
        assertThat(fitting.alerts()).isEmpty();
        assertThat(fitting.versions()).isEqualTo(report.versions());
        assertThat(fitting.partitions()).isEqualTo(report.partitions());
    }

    @Test
    void shouldKeepTheBusiestVersionsWithTheirFrequentClasses() {
        // Given
        ActivityReport report = GivenReport.of(100, 50, 4);

        // When
        ActivityReport fitting = FittingReport.of(report, elements(300));

        // Then
        assertThat(fitting.versions())
                .hasSize(25)
                .extracting(VersionActivity::rows)
                .startsWith(100_000L, 99_000L);
        assertThat(fitting.versions().get(0).classes())
                .hasSize(9)
                .endsWith(new ClassCount(
                        ClassCount.OTHER, IntStream.rangeClosed(1, 42).sum()));
        assertThat(fitting.versions().get(0).predictions())
                .isEqualTo(report.versions().get(99).predictions());
    }

    @Test
    void shouldEndWhereNothingFits() {
        // When
        ActivityReport fitting = FittingReport.of(GivenReport.of(100, 50, 4), any -> false);

        // Then
        assertThat(fitting.versions()).isEmpty();
        assertThat(fitting.partitions()).isEmpty();
        assertThat(fitting.deadLetters()).isEqualTo(Map.of("UNREADABLE", 7L));
    }

    /** As if each element took one byte. */
    private static Predicate<ActivityReport> elements(int bytes) {
        return report -> report.versions().stream()
                                .mapToInt(version -> 1 + version.classes().size())
                                .sum()
                        + report.samples().size()
                        + report.alerts().size()
                        + report.partitions().size()
                <= bytes;
    }

    @Test
    void shouldSumUpRareClasses() {
        // Given
        VersionActivity version = new VersionActivity(
                "m",
                1,
                0,
                10,
                10,
                List.of(new ClassCount("a", 1), new ClassCount("b", 3), new ClassCount(ClassCount.OTHER, 2)));

        // When, Then
        assertThat(version.withClasses(2)).isEqualTo(version);
        assertThat(version.withClasses(1).classes())
                .containsExactly(new ClassCount("b", 3), new ClassCount(ClassCount.OTHER, 3));
    }
}
