package io.elmstream.page;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.ClassCount;
import io.elmstream.activity.PartitionActivity;
import io.elmstream.activity.VersionActivity;
import io.elmstream.client.LatestStatus;
import io.elmstream.client.PublishedModels;
import io.elmstream.client.QualityTopic;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What all instances report, on one time axis, in memory that does not grow: a pure function of the records and of the
 * time that is passed in. Not thread-safe.
 */
final class PageState {

    static final int MOST_VERSIONS = 40;
    static final int MOST_CLASSES = 64;

    /** The name of the sum of all versions, classes or reasons beyond the most. */
    static final String OTHER = "(other)";

    /** A second does not change any more when reports have had this long to arrive, besides their interval. */
    private static final long SETTLE = 1_500;

    /** The counts of a process whose first report comes later than this are not of any known period. */
    private static final long SOON = 60_000;

    private static final int MOST_LAST_SEEN = 2_000;

    private final int history;
    private final long interval;
    private final long settleMillis;
    private final Instances instances = new Instances();
    private final Map<String, Map<Since.Version, VersionActivity>> lastCounts = new HashMap<>();
    private final Tracks<Since.Version> versions;
    private final Tracks<ClassName> classes;
    private final Tracks<String> deadLetters;
    private final Track raised;
    private final Track cleared;
    private final Track lag;
    private final Track oldest;
    private final Latencies latencies;
    private final ScoringTimes scoringTimes = new ScoringTimes();
    private final Sensors sensors = new Sensors();
    private final DeadLetters letters = new DeadLetters();
    private final Marks marks = new Marks();
    private final PublishedModels.Reading models = new PublishedModels.Reading();
    private final LatestStatus status = new LatestStatus();
    private final QualityTopic quality = new QualityTopic();
    private boolean hasQuality;
    private long first = Long.MAX_VALUE;
    private long settled = Long.MIN_VALUE;
    private long lagHalf;
    private long pastUntil;

    /** A class of a model. */
    record ClassName(String model, String label) {}

    /**
     * @param history how far back it goes, in seconds, 1 or more
     * @param interval between reports, in milliseconds
     */
    PageState(int history, long interval) {
        this.history = history;
        this.interval = interval;
        this.settleMillis = interval + SETTLE;
        this.versions = new Tracks<>(MOST_VERSIONS, history, new Since.Version(OTHER, 0));
        this.classes = new Tracks<>(MOST_CLASSES, history, new ClassName(OTHER, OTHER));
        this.deadLetters = new Tracks<>(DeadLetters.MOST_REASONS, history, OTHER);
        this.raised = new Track(history, 0);
        this.cleared = new Track(history, 0);
        this.lag = new Track(history, Double.NaN);
        this.oldest = new Track(history, Double.NaN);
        this.latencies = new Latencies(history);
    }

    /**
     * Takes a report. One that is late or doubled changes nothing. How long a process has counted follows from its
     * reports; when that was, from its clock, unless that differs from the clock of the page.
     *
     * @param told when it was made by the clock of its instance, in epoch milliseconds
     * @param now the time, in epoch milliseconds
     */
    void take(ActivityReport report, long told, long now) {
        take(report, told, now, OptionalLong.empty());
    }

    /**
     * Takes a report of the history, of which others may be left out. What it counts belongs to the time that it tells;
     * latency that comes more than half a minute late is left out, because it must not appear at another time.
     *
     * @param told when it was made by the clock of its instance, in epoch milliseconds
     * @param now the time, in epoch milliseconds
     */
    void takePast(ActivityReport report, long told, long now) {
        long at = Math.min(told, now);
        pastUntil = Math.max(pastUntil, at);
        take(report, told, at, OptionalLong.of(interval));
    }

    /** Settles what is older than the reports of the history that were taken. */
    void advancePast() {
        advance(pastUntil);
    }

    /** @param pastInterval between reports, in milliseconds, if not all of them are taken */
    private void take(ActivityReport report, long told, long now, OptionalLong pastInterval) {
        if (report.startedAt() > report.at()) {
            return;
        }
        instances.take(report, told, now, pastInterval).ifPresent(taken -> {
            count(taken, report, pastInterval.isPresent());
            if (report.leaving()) {
                lastCounts.remove(report.instanceId());
            }
            sensors.take(
                    report,
                    now,
                    taken.before().map(earlier -> report.at() - earlier.at()).orElse(SOON));
            report.samples().forEach(letters::take);
        });
    }

    private void count(Instances.Taken taken, ActivityReport report, boolean isPast) {
        Optional<ActivityReport> before = taken.before();
        Map<Since.Version, VersionActivity> last =
                before.isPresent() ? lastCounts.getOrDefault(report.instanceId(), new HashMap<>()) : new HashMap<>();
        boolean known = before.isPresent() || report.at() - report.startedAt() <= SOON;
        long length = report.at() - before.map(ActivityReport::at).orElse(report.startedAt());
        if (known && length > 0) {
            Period period = new Period(taken.at() - length, taken.at());
            first = Math.min(first, Math.max(period.from() / 1_000, period.to() / 1_000 - history));
            Since since = new Since(before, report);
            report.versions().forEach(version -> count(period, Optional.ofNullable(last.get(key(version))), version));
            since.deadLetters().forEach((reason, count) -> deadLetters.spread(Texts.cut(reason), period, count));
            period.shares(history, (second, share) -> {
                raised.add(second, share * since.raised());
                cleared.add(second, share * since.cleared());
            });
            if (!isPast || settled < period.to() / 1_000 + TimeAxis.COARSE) {
                latencies.add(period, since.latency(), settled);
            }
        }
        report.versions().forEach(version -> {
            if (last.size() < MOST_LAST_SEEN || last.containsKey(key(version))) {
                last.put(key(version), version);
            }
        });
        lastCounts.put(report.instanceId(), last);
    }

    private void count(Period period, Optional<VersionActivity> earlier, VersionActivity version) {
        long predictions = 0;
        for (Map.Entry<String, Long> each : Since.classes(earlier, version).entrySet()) {
            String label = each.getKey().equals(ClassCount.OTHER) ? OTHER : Texts.cut(each.getKey());
            classes.spread(new ClassName(version.modelId(), label), period, each.getValue());
            predictions += each.getValue();
        }
        versions.spread(key(version), period, predictions);
        scoringTimes.add(
                key(version),
                period.to(),
                version.rows() - earlier.map(VersionActivity::rows).orElse(0L),
                version.nanos() - earlier.map(VersionActivity::nanos).orElse(0L));
    }

    private static Since.Version key(VersionActivity version) {
        return new Since.Version(version.modelId(), version.version());
    }

    /** Takes a record of the models topic. */
    void takeModel(ConsumerRecord<byte[], byte[]> record) {
        ModelsTopic.Entry entry = new ModelsTopic.Entry(record.offset(), record.value(), record.timestamp());
        models.take(entry);
        marks.take(entry);
    }

    /** Takes a record of the status topic. */
    void takeStatus(ConsumerRecord<byte[], byte[]> record) {
        status.take(record);
        if (record.key() != null
                && record.value() != null
                && ReportRecords.isAnswer(new String(record.key(), StandardCharsets.UTF_8))) {
            try {
                marks.take(ControlCodec.statuses().decode(record.value()), record.offset());
            } catch (UnreadableRecordException e) {
                // from a newer release, or from a stranger
                return;
            }
        }
    }

    /** Takes a record of the topic of quality. */
    void takeQuality(ConsumerRecord<byte[], byte[]> record) {
        quality.take(record);
        if (record.key() == null || record.value() == null || ReportRecords.isReport(record.key())) {
            return;
        }
        try {
            marks.take(ControlCodec.qualities().decode(record.value()));
            hasQuality = true;
        } catch (UnreadableRecordException e) {
            // from a newer release, or from a stranger
            return;
        }
    }

    /**
     * Settles the seconds for which all reports must have come.
     *
     * @param now in epoch milliseconds
     */
    void advance(long now) {
        if (first == Long.MAX_VALUE) {
            return;
        }
        long until = Math.floorDiv(now - settleMillis, 1_000L) - 1;
        if (until <= settled) {
            return;
        }
        long next = Math.max(settled + 1, Math.max(first, until - history));
        List<PartitionActivity> partitions = instances.partitions(now).stream()
                .map(Instances.Read::partition)
                .toList();
        for (; next <= until; next++) {
            settle(next, partitions);
        }
        settled = until;
        instances.forget(now);
        sensors.retain(
                instances.present(now).stream().map(ActivityReport::instanceId).collect(Collectors.toSet()));
        lastCounts
                .keySet()
                .retainAll(instances.all().stream()
                        .map(each -> each.report().instanceId())
                        .collect(Collectors.toSet()));
    }

    private void settle(long second, List<PartitionActivity> partitions) {
        latencies.settle(second);
        if (!partitions.isEmpty()) {
            double waiting =
                    partitions.stream().mapToLong(PartitionActivity::lag).sum();
            double longest = partitions.stream()
                    .mapToLong(PartitionActivity::oldestMillis)
                    .max()
                    .orElse(0);
            long half = second / TimeAxis.COARSE;
            boolean same = half == lagHalf;
            lagHalf = half;
            lag.put(second, waiting);
            oldest.put(second, longest);
            lag.putCoarse(half, same ? larger(lag.coarse(half), waiting) : waiting);
            oldest.putCoarse(half, same ? larger(oldest.coarse(half), longest) : longest);
        }
    }

    private static double larger(double before, double now) {
        return Double.isNaN(before) ? now : Math.max(before, now);
    }

    /** Returns the times that have settled; empty before there are any. */
    Optional<TimeAxis> axis() {
        return settled < first ? Optional.empty() : Optional.of(new TimeAxis(first, settled, history));
    }

    int history() {
        return history;
    }

    Instances instances() {
        return instances;
    }

    Tracks<Since.Version> versions() {
        return versions;
    }

    Tracks<ClassName> classes() {
        return classes;
    }

    Tracks<String> deadLetters() {
        return deadLetters;
    }

    /** Returns the series without a name of their own, by what they are. */
    Map<String, Track> single() {
        Map<String, Track> single = new HashMap<>();
        single.put("raised", raised);
        single.put("cleared", cleared);
        single.put("latencyMedian", latencies.median());
        single.put("latencyP99", latencies.late());
        single.put("oldest", oldest);
        single.put("lag", lag);
        return single;
    }

    ScoringTimes scoringTimes() {
        return scoringTimes;
    }

    Sensors sensors() {
        return sensors;
    }

    DeadLetters letters() {
        return letters;
    }

    Marks marks() {
        return marks;
    }

    PublishedModels models() {
        return models.models();
    }

    LatestStatus status() {
        return status;
    }

    QualityTopic quality() {
        return quality;
    }

    boolean hasQuality() {
        return hasQuality;
    }
}
