package io.elmstream.page;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.PartitionActivity;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The latest report of each instance. */
final class Instances {

    /** The most instances; those that were silent for the longest time are forgotten. */
    static final int MOST = 1_000;

    /** An instance that has sent nothing for so long is stale, in milliseconds; slow reporters get five intervals. */
    private static final long STALE = 15_000;

    /** One that stopped is shown for so long, in milliseconds. */
    private static final long SHOWN_AFTER = 600_000;

    private final Map<String, Known> known = new TreeMap<>();

    /**
     * What is known of an instance.
     *
     * @param report its latest report
     * @param at when that was made by the clock of the page, in epoch milliseconds
     * @param clock of the instance
     * @param seen when that was read, in epoch milliseconds
     * @param interval between its reports, in milliseconds
     * @param cpu processors that it used since the report before; NaN if there is none
     */
    record Known(ActivityReport report, long at, ClockOffset clock, long seen, long interval, double cpu) {

        /** Returns up, waiting, stalled or down as it says of itself, or stale or left. */
        String status(long now) {
            if (report.leaving()) {
                return "left";
            }
            return now - seen > Math.max(STALE, 5 * interval) ? "stale" : report.status();
        }

        /** Returns whether what it said still holds. */
        boolean isPresent(long now) {
            return !report.leaving() && now - seen <= Math.max(STALE, 5 * interval);
        }
    }

    /**
     * A report that was taken.
     *
     * @param before the report before of the same process; empty if there is none
     * @param at when it was made by the clock of the page, in epoch milliseconds
     */
    record Taken(Optional<ActivityReport> before, long at) {}

    /**
     * Takes a report.
     *
     * @param told when it was made by the clock of its instance, in epoch milliseconds
     * @param pastInterval between its reports, in milliseconds, if some are left out; else it is measured
     * @return nothing if this one is late or doubled
     */
    Optional<Taken> take(ActivityReport report, long told, long now, OptionalLong pastInterval) {
        Known before = known.get(report.instanceId());
        if (before != null && !isLater(report, before, now)) {
            return Optional.empty();
        }
        Optional<ActivityReport> earlier =
                Optional.ofNullable(before).map(Known::report).filter(last -> last.startedAt() == report.startedAt());
        ClockOffset clock = before == null || earlier.isEmpty() ? new ClockOffset() : before.clock();
        long at = clock.place(report.at(), told, now);
        long since = earlier.map(last -> report.at() - last.at()).orElse(0L);
        double cpu = earlier.map(last -> (double) Math.max(0, report.cpuMillis() - last.cpuMillis()) / since)
                .orElse(Double.NaN);
        known.put(report.instanceId(), new Known(report, at, clock, now, pastInterval.orElse(since), cpu));
        if (known.size() > MOST) {
            known.values().stream()
                    .min(Comparator.comparingLong(Known::seen))
                    .ifPresent(oldest -> known.remove(oldest.report().instanceId()));
        }
        return Optional.of(new Taken(earlier, at));
    }

    /** A process that seems to have started earlier is a new one whose clock was set back, if the other is silent. */
    private static boolean isLater(ActivityReport report, Known known, long now) {
        ActivityReport before = known.report();
        return report.startedAt() == before.startedAt()
                ? report.at() > before.at()
                : report.startedAt() > before.startedAt() || now - known.seen() > STALE;
    }

    /** Forgets instances that stopped long ago. */
    void forget(long now) {
        known.values().removeIf(each -> !each.isPresent(now) && now - each.seen() > SHOWN_AFTER);
    }

    Collection<Known> all() {
        return known.values();
    }

    List<ActivityReport> present(long now) {
        return known.values().stream()
                .filter(each -> each.isPresent(now))
                .map(Known::report)
                .toList();
    }

    /**
     * A partition, and who reads it.
     *
     * @param instance the one that reported on it last
     */
    record Read(String instance, PartitionActivity partition) {}

    /** Returns the partitions that are read, by topic and number. */
    List<Read> partitions(long now) {
        record Place(String topic, int partition) {}
        Map<Place, Known> latest = new HashMap<>();
        Map<Place, Read> read = new HashMap<>();
        for (Known each : known.values()) {
            if (each.isPresent(now)) {
                for (PartitionActivity partition : each.report().partitions()) {
                    Place place = new Place(partition.topic(), partition.partition());
                    Known other = latest.get(place);
                    if (other == null || other.at() < each.at()) {
                        latest.put(place, each);
                        read.put(place, new Read(each.report().instanceId(), partition));
                    }
                }
            }
        }
        return read.values().stream()
                .sorted(Comparator.comparing((Read each) -> each.partition().topic())
                        .thenComparingInt(each -> each.partition().partition()))
                .toList();
    }
}
