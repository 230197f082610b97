package io.elmstream.page;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.ClassCount;
import io.elmstream.activity.LatencyHistogram;
import io.elmstream.activity.VersionActivity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What was counted between two reports of a process. */
final class Since {

    private final Optional<ActivityReport> before;
    private final ActivityReport report;

    /** @param before empty if all of the later report counts */
    Since(Optional<ActivityReport> before, ActivityReport report) {
        this.before = before;
        this.report = report;
    }

    /** A version of a model. */
    record Version(String model, int version) {}

    /** Returns the predictions of a version by class; those of classes that are not named in both count as others. */
    static Map<String, Long> classes(Optional<VersionActivity> earlier, VersionActivity version) {
        long all = version.predictions();
        // fewer than before: the version was loaded anew
        Optional<VersionActivity> base =
                earlier.filter(each -> each.rows() <= version.rows() && each.predictions() <= all);
        long left = all - base.map(VersionActivity::predictions).orElse(0L);
        if (left == 0) {
            return Map.of();
        }
        Map<String, Long> counted = base.map(Since::byLabel).orElse(Map.of());
        Map<String, Long> since = new HashMap<>();
        for (ClassCount each : version.classes()) {
            boolean named = !each.label().equals(ClassCount.OTHER)
                    && (base.isEmpty() || counted.containsKey(each.label()) || !counted.containsKey(ClassCount.OTHER));
            if (named) {
                long more = Math.min(left, Math.max(0, each.count() - counted.getOrDefault(each.label(), 0L)));
                since.put(each.label(), more);
                left -= more;
            }
        }
        if (left > 0) {
            since.put(ClassCount.OTHER, left);
        }
        return since;
    }

    private static Map<String, Long> byLabel(VersionActivity version) {
        Map<String, Long> byLabel = new HashMap<>();
        version.classes().forEach(each -> byLabel.merge(each.label(), each.count(), Long::sum));
        return byLabel;
    }

    long raised() {
        return more(report.alertsRaised(), before.map(ActivityReport::alertsRaised));
    }

    long cleared() {
        return more(report.alertsCleared(), before.map(ActivityReport::alertsCleared));
    }

    /** Returns the dead letters by reason. */
    Map<String, Long> deadLetters() {
        Map<String, Long> earlier = before.map(ActivityReport::deadLetters).orElse(Map.of());
        Map<String, Long> since = new HashMap<>();
        report.deadLetters()
                .forEach((reason, count) -> since.put(reason, Math.max(0, count - earlier.getOrDefault(reason, 0L))));
        return since;
    }

    LatencyHistogram latency() {
        return before.map(earlier -> report.latency().minus(earlier.latency())).orElse(report.latency());
    }

    private static long more(long now, Optional<Long> earlier) {
        return Math.max(0, now - earlier.orElse(0L));
    }
}
