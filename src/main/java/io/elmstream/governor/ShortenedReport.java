package io.elmstream.governor;

import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Compared;
import io.elmstream.rollout.InstanceReport.Model;
import io.elmstream.rollout.InstanceReport.Version;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A report shortened to fit its record. A report of very many models would be rejected, and its instance would appear
 * to be gone.
 *
 * @param report the shortened report
 * @param modelsLeftOut the number of models that were removed from it
 */
public record ShortenedReport(InstanceReport report, int modelsLeftOut) {

    private static final int REASON_CHARACTERS = 100;
    private static final int DISAGREEMENTS_ROOM = 1_000;

    /**
     * Returns the whole report if it fits. Otherwise the reasons of failed versions are truncated and only the most
     * frequent disagreements are kept; if that is not enough, models are removed, those with a challenger last, because
     * a gate decides by their counts.
     */
    public static ShortenedReport of(InstanceReport whole, Predicate<InstanceReport> fits) {
        if (fits.test(whole)) {
            return new ShortenedReport(whole, 0);
        }
        List<Model> models = whole.models().stream()
                .map(ShortenedReport::brief)
                .sorted(Comparator.comparing((Model model) -> model.comparison().isEmpty()))
                .toList();
        int kept = models.size();
        while (kept > 0 && !fits.test(with(whole, models.subList(0, kept)))) {
            kept /= 2;
        }
        return new ShortenedReport(with(whole, models.subList(0, kept)), models.size() - kept);
    }

    private static InstanceReport with(InstanceReport report, List<Model> models) {
        return new InstanceReport(
                report.instanceId(), report.applicationId(), report.startedAt(), report.at(), report.leaving(), models);
    }

    private static Model brief(Model model) {
        return new Model(
                model.modelId(),
                model.revision(),
                model.serving(),
                model.versions().stream().map(ShortenedReport::brief).toList(),
                model.comparison()
                        .map(compared -> new Compared(
                                compared.revision(), compared.comparison().mostFrequent(DISAGREEMENTS_ROOM))),
                model.underOlderRevision());
    }

    private static Version brief(Version version) {
        return new Version(
                version.version(),
                version.readiness(),
                version.reason().map(ShortenedReport::brief),
                version.millis(),
                version.predictions(),
                version.labelled(),
                version.correct(),
                version.verified());
    }

    private static String brief(String reason) {
        return reason.length() <= REASON_CHARACTERS ? reason : reason.substring(0, REASON_CHARACTERS - 3) + "...";
    }
}
