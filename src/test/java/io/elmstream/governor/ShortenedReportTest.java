package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Compared;
import io.elmstream.rollout.InstanceReport.Model;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.InstanceReport.Version;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortenedReportTest {

    private static final int LIMIT = 100_000;

    @Test
    void shouldTellAllWhereItFits() {
        // Given
        InstanceReport report = report(models(10, "x".repeat(500)));

        // When
        ShortenedReport shortened = ShortenedReport.of(report, ShortenedReportTest::fits);

        // Then
        assertThat(shortened).isEqualTo(new ShortenedReport(report, 0));
    }

    @Test
    void shouldCutReasonsBeforeItLeavesModelsOut() {
        // Given
        InstanceReport report = report(models(300, "x".repeat(500)));

        // When
        ShortenedReport shortened = ShortenedReport.of(report, ShortenedReportTest::fits);

        // Then
        assertThat(shortened.modelsLeftOut()).isZero();
        assertThat(fits(shortened.report())).isTrue();
        assertThat(shortened.report().models())
                .hasSize(300)
                .allSatisfy(
                        model -> assertThat(model.failed().get(1)).hasSize(100).endsWith("..."));
    }

    @Test
    void shouldLeaveOutModelsWithoutAChallengerFirst() {
        // Given
        List<Model> models = new ArrayList<>(models(3_000, "x".repeat(50)));
        Comparison counts =
                new Comparison(9, 8, Map.of(new ClassPair("y".repeat(60_000), "z".repeat(60_000)), 1L), 0, 0, 0, 0);
        models.add(
                new Model(new ModelId("tried"), 1, OptionalInt.of(1), List.of(), Optional.of(new Compared(1, counts))));

        // When
        ShortenedReport shortened = ShortenedReport.of(report(models), ShortenedReportTest::fits);

        // Then
        assertThat(fits(shortened.report())).isTrue();
        assertThat(shortened.modelsLeftOut()).isPositive();
        assertThat(shortened.report().models()).hasSize(3_001 - shortened.modelsLeftOut());
        Comparison told =
                shortened.report().models().get(0).comparison().orElseThrow().comparison();
        assertThat(told).isEqualTo(new Comparison(9, 8, Map.of(), 0, 0, 0, 0));
        assertThat(ReportBounds.fault(shortened.report())).isEmpty();
    }

    private static List<Model> models(int number, String reason) {
        Version failed = new Version(1, Readiness.FAILED, Optional.of(reason), 1, 0, 0, 0);
        return IntStream.range(0, number)
                .mapToObj(i ->
                        new Model(new ModelId("model-" + i), 1, OptionalInt.empty(), List.of(failed), Optional.empty()))
                .toList();
    }

    private static InstanceReport report(List<Model> models) {
        return new InstanceReport("host-1", "elmstream", 1_764_000_000_000L, 1_764_000_000_000L, false, models);
    }

    private static boolean fits(InstanceReport report) {
        return ControlCodec.reports().encode(1, ReportRecords.report(report)).length <= LIMIT;
    }
}
