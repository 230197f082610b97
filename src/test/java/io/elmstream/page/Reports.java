package io.elmstream.page;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.ClassCount;
import io.elmstream.activity.DeadLetterSample;
import io.elmstream.activity.LatencyHistogram;
import io.elmstream.activity.PartitionActivity;
import io.elmstream.activity.SensorAlert;
import io.elmstream.activity.VersionActivity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Makes reports of activity, as instances would. */
final class Reports {

    private Reports() {}

    /** A report of an instance with one version. */
    static ActivityReport of(String instance, long startedAt, long at, long ok, long hot) {
        return full(instance, startedAt, at, false, version(1, ok, hot), 0, 0, List.of(), Map.of(), List.of());
    }

    static ActivityReport leaving(String instance, long startedAt, long at, long ok) {
        return full(instance, startedAt, at, true, version(1, ok, 0), 0, 0, List.of(), Map.of(), List.of());
    }

    static List<VersionActivity> version(int version, long ok, long hot) {
        List<ClassCount> classes = new ArrayList<>();
        classes.add(new ClassCount("ok", ok));
        classes.add(new ClassCount("hot", hot));
        return List.of(new VersionActivity("m", version, 1_000, ok + hot, 800 * (ok + hot), classes));
    }

    static ActivityReport full(
            String instance,
            long startedAt,
            long at,
            boolean leaving,
            List<VersionActivity> versions,
            long raised,
            int sensorsInAlert,
            List<SensorAlert> alerts,
            Map<String, Long> deadLetters,
            List<DeadLetterSample> samples) {
        return full(
                instance, startedAt, at, leaving, versions, raised, sensorsInAlert, alerts, deadLetters, samples, 20);
    }

    /** A report of an instance with one version, whose predictions all take equally long. */
    static ActivityReport slow(String instance, long startedAt, long at, boolean leaving, long ok, long millis) {
        return full(instance, startedAt, at, leaving, version(1, ok, 0), 0, 0, List.of(), Map.of(), List.of(), millis);
    }

    private static ActivityReport full(
            String instance,
            long startedAt,
            long at,
            boolean leaving,
            List<VersionActivity> versions,
            long raised,
            int sensorsInAlert,
            List<SensorAlert> alerts,
            Map<String, Long> deadLetters,
            List<DeadLetterSample> samples,
            long millis) {
        long rows = versions.stream().mapToLong(VersionActivity::rows).sum();
        TreeMap<Long, Long> latency = new TreeMap<>(Map.of(millis, rows));
        return new ActivityReport(
                instance,
                "elmstream",
                "1.0",
                "17",
                "127.0.0.1:8080",
                startedAt,
                at,
                leaving,
                "up",
                List.of(),
                List.of(),
                2,
                1_000_000,
                2_000_000,
                (at - startedAt) / 2,
                versions,
                raised,
                0,
                sensorsInAlert,
                deadLetters,
                LatencyHistogram.of(latency, millis * rows),
                List.of(new PartitionActivity("readings", instance.hashCode() & 7, 5, 40, true)),
                alerts,
                samples);
    }

    /** Sensors in alert, numbered from a first one. */
    static List<SensorAlert> alerts(int first, int count, long since) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> new SensorAlert("s-" + i, "m", since, "hot", 0.9f, since))
                .toList();
    }
}
