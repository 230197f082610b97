package io.elmstream.activity;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Shortens a report to fit its record: a report that the topic rejects would make its instance look stale. */
public final class FittingReport {

    private static final int FEW_CLASSES = 8;
    private static final int FEW_TEXTS = 10;
    private static final int LONGEST_TEXT = 300;

    private static final Comparator<VersionActivity> BUSIEST =
            Comparator.comparingLong(VersionActivity::rows).reversed();
    private static final Comparator<PartitionActivity> LATEST = Comparator.comparing(PartitionActivity::moves)
            .thenComparing(Comparator.comparingLong(PartitionActivity::lag).reversed());

    private FittingReport() {}

    /**
     * Returns the whole report if it fits. Otherwise samples and sensors are left out, then all but a few classes of
     * each version and long texts, and if that is not enough, the versions and partitions of which there is least to
     * say.
     */
    public static ActivityReport of(ActivityReport whole, Predicate<ActivityReport> fits) {
        if (fits.test(whole)) {
            return whole;
        }
        ActivityReport unsampled = whole.with(
                whole.problems(), whole.warnings(), whole.versions(), whole.partitions(), List.of(), List.of());
        if (fits.test(unsampled)) {
            return unsampled;
        }
        ActivityReport shorter = brief(unsampled);
        int most = Math.max(shorter.versions().size(), shorter.partitions().size());
        while (most > 0 && !fits.test(shorter)) {
            most /= 2;
            shorter = shorter.with(
                    shorter.problems(),
                    shorter.warnings(),
                    first(shorter.versions(), most),
                    first(shorter.partitions(), most),
                    List.of(),
                    List.of());
        }
        return shorter;
    }

    private static ActivityReport brief(ActivityReport report) {
        return report.with(
                brief(report.problems()),
                brief(report.warnings()),
                report.versions().stream()
                        .sorted(BUSIEST)
                        .map(version -> version.withClasses(FEW_CLASSES))
                        .toList(),
                report.partitions().stream().sorted(LATEST).toList(),
                List.of(),
                List.of());
    }

    private static List<String> brief(List<String> texts) {
        return first(texts, FEW_TEXTS).stream()
                .map(text -> text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 3) + "...")
                .toList();
    }

    private static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }
}
