package io.elmstream.activity;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an instance did. All counts are cumulative since its process started, so that a lost report loses nothing:
 * readers subtract an earlier report with the same {@code instanceId} and {@code startedAt}. A version that a report
 * does not name any more, or that counts less than before, starts from 0.
 *
 * @param instanceId the instance, the same after a restart
 * @param applicationId the application that it is an instance of
 * @param release of Elmstream
 * @param java the version of Java
 * @param address host:port of its pages; empty if it serves none
 * @param startedAt when its process started, in epoch milliseconds
 * @param at {@code startedAt} and the time since, in milliseconds, by a clock that does not step; the record has the
 *     time of day
 * @param leaving whether it is the last one, because the instance stops
 * @param status up, waiting, stalled or down, as in /health
 * @param problems why the instance is stalled
 * @param warnings what needs attention besides
 * @param threads its live stream threads
 * @param heapUsed memory of the heap in use, in bytes
 * @param heapMax the most memory that the heap may take, in bytes
 * @param cpuMillis processor time that the process took, in milliseconds
 * @param versions by version
 * @param alertsRaised alerts that were raised
 * @param alertsCleared alerts that were cleared
 * @param sensorsInAlert sensors in alert now, on the partitions of this instance
 * @param deadLetters dead letters by reason
 * @param latency how long readings took to their prediction
 * @param partitions the partitions that it reads now
 * @param alerts some of the sensors in alert; later reports name others
 * @param samples some of the last dead letters, newest first
 */
public record ActivityReport(
        String instanceId,
        String applicationId,
        String release,
        String java,
        String address,
        long startedAt,
        long at,
        boolean leaving,
        String status,
        List<String> problems,
        List<String> warnings,
        int threads,
        long heapUsed,
        long heapMax,
        long cpuMillis,
        List<VersionActivity> versions,
        long alertsRaised,
        long alertsCleared,
        int sensorsInAlert,
        Map<String, Long> deadLetters,
        LatencyHistogram latency,
        List<PartitionActivity> partitions,
        List<SensorAlert> alerts,
        List<DeadLetterSample> samples) {

    /** @throws IllegalArgumentException if a count is negative */
    public ActivityReport {
        Counts.require(threads, "threads");
        Counts.require(heapUsed, "heapUsed");
        Counts.require(heapMax, "heapMax");
        Counts.require(cpuMillis, "cpuMillis");
        Counts.require(alertsRaised, "alertsRaised");
        Counts.require(alertsCleared, "alertsCleared");
        Counts.require(sensorsInAlert, "sensorsInAlert");
        deadLetters.values().forEach(count -> Counts.require(count, "a count of dead letters"));
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        versions = List.copyOf(versions);
        deadLetters = Collections.unmodifiableSortedMap(new TreeMap<>(deadLetters));
        partitions = List.copyOf(partitions);
        alerts = List.copyOf(alerts);
        samples = List.copyOf(samples);
    }

    /** Returns the same with other lists. */
    ActivityReport with(
            List<String> otherProblems,
            List<String> otherWarnings,
            List<VersionActivity> otherVersions,
            List<PartitionActivity> otherPartitions,
            List<SensorAlert> otherAlerts,
            List<DeadLetterSample> otherSamples) {
        return new ActivityReport(
                instanceId,
                applicationId,
                release,
                java,
                address,
                startedAt,
                at,
                leaving,
                status,
                otherProblems,
                otherWarnings,
                threads,
                heapUsed,
                heapMax,
                cpuMillis,
                otherVersions,
                alertsRaised,
                alertsCleared,
                sensorsInAlert,
                deadLetters,
                latency,
                otherPartitions,
                otherAlerts,
                otherSamples);
    }
}
