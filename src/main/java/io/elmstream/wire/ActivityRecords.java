package io.elmstream.wire;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.ClassCount;
import io.elmstream.activity.DeadLetterSample;
import io.elmstream.activity.LatencyHistogram;
import io.elmstream.activity.PartitionActivity;
import io.elmstream.activity.SensorAlert;
import io.elmstream.activity.VersionActivity;
import io.elmstream.governor.ReportBounds;
import io.elmstream.model.ModelId;
import io.elmstream.wire.avro.ReportedClassCount;
import io.elmstream.wire.avro.ReportedDeadLetter;
import io.elmstream.wire.avro.ReportedLatency;
import io.elmstream.wire.avro.ReportedPartition;
import io.elmstream.wire.avro.ReportedSensorAlert;
import io.elmstream.wire.avro.ReportedVersionActivity;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Converts reports of what instances do to records of the topic of activity and back. */
public final class ActivityRecords {

    private static final ControlCodec<io.elmstream.wire.avro.ActivityReport> REPORTS = ControlCodec.activityReports();
    private static final int FORMAT = 1;

    /** The texts between the format of a report and the start of its process. */
    private static final int TEXTS_FIRST = 5;

    private ActivityRecords() {}

    /** Returns the key of an instance's reports. */
    public static String key(String instanceId) {
        return ReportRecords.key(instanceId);
    }

    /** Returns the record of a report. */
    public static io.elmstream.wire.avro.ActivityReport report(ActivityReport report) {
        return new io.elmstream.wire.avro.ActivityReport(
                FORMAT,
                report.instanceId(),
                report.applicationId(),
                report.release(),
                report.java(),
                report.address(),
                Instant.ofEpochMilli(report.startedAt()),
                Instant.ofEpochMilli(report.at()),
                report.leaving(),
                report.status(),
                report.problems(),
                report.warnings(),
                report.threads(),
                report.heapUsed(),
                report.heapMax(),
                report.cpuMillis(),
                report.versions().stream().map(ActivityRecords::version).toList(),
                report.alertsRaised(),
                report.alertsCleared(),
                report.sensorsInAlert(),
                report.deadLetters(),
                report.latency().millis(),
                report.latency().byStart().entrySet().stream()
                        .map(bucket -> new ReportedLatency(bucket.getKey(), bucket.getValue()))
                        .toList(),
                report.partitions().stream()
                        .map(each -> new ReportedPartition(
                                each.topic(), each.partition(), each.lag(), each.oldestMillis(), each.moves()))
                        .toList(),
                report.alerts().stream().map(ActivityRecords::alert).toList(),
                report.samples().stream().map(ActivityRecords::sample).toList());
    }

    /**
     * Reads an untrusted report.
     *
     * @throws UnreadableRecordException if it is not a report, or exceeds the bounds of a report
     */
    public static ActivityReport read(byte[] value) throws UnreadableRecordException {
        if (value.length > ReportBounds.MAX_BYTES) {
            throw new UnreadableRecordException(
                    "it has " + value.length + " bytes, more than the " + ReportBounds.MAX_BYTES + " of a report",
                    null);
        }
        return report(REPORTS.decode(value));
    }

    /**
     * Returns when the process of an untrusted report started, in epoch milliseconds, without reading what follows.
     *
     * @return empty if the bytes are not a report
     */
    public static OptionalLong startedAt(byte[] value) {
        AvroInput in = new AvroInput();
        if (!Frame.isFramed(value)) {
            return OptionalLong.empty();
        }
        in.reset(value, Frame.HEADER);
        boolean isKnown = in.readInt() == FORMAT;
        for (int i = 0; i < TEXTS_FIRST; i++) {
            in.skip(in.readLength());
        }
        long startedAt = in.readLong();
        return in.failed() || !isKnown ? OptionalLong.empty() : OptionalLong.of(startedAt);
    }

    /**
     * Returns the report in an untrusted record. Names that cannot be models are left out.
     *
     * @throws UnreadableRecordException if it exceeds the bounds of a report
     */
    public static ActivityReport report(io.elmstream.wire.avro.ActivityReport stored) throws UnreadableRecordException {
        int id = stored.getInstanceId().length();
        if (id < 1 || id > ReportBounds.MAX_INSTANCE_ID) {
            throw new UnreadableRecordException(
                    "its instance id has " + id + " characters, must have 1 to " + ReportBounds.MAX_INSTANCE_ID, null);
        }
        try {
            return new ActivityReport(
                    stored.getInstanceId(),
                    stored.getApplicationId(),
                    stored.getRelease(),
                    stored.getJavaVersion(),
                    stored.getAddress(),
                    stored.getStartedAt().toEpochMilli(),
                    stored.getAt().toEpochMilli(),
                    stored.getLeaving(),
                    stored.getStatus(),
                    stored.getProblems(),
                    stored.getWarnings(),
                    stored.getThreads(),
                    stored.getHeapUsed(),
                    stored.getHeapMax(),
                    stored.getCpuMillis(),
                    stored.getVersions().stream()
                            .filter(version -> ModelId.isValid(version.getModelId()))
                            .map(ActivityRecords::version)
                            .toList(),
                    stored.getAlertsRaised(),
                    stored.getAlertsCleared(),
                    stored.getSensorsInAlert(),
                    stored.getDeadLetters(),
                    latency(stored),
                    stored.getPartitions().stream()
                            .map(each -> new PartitionActivity(
                                    each.getTopic(),
                                    each.getPartition(),
                                    each.getLag(),
                                    each.getOldestMillis(),
                                    each.getMoves()))
                            .toList(),
                    stored.getAlerts().stream().map(ActivityRecords::alert).toList(),
                    stored.getSamples().stream().map(ActivityRecords::sample).toList());
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    private static LatencyHistogram latency(io.elmstream.wire.avro.ActivityReport stored) {
        SortedMap<Long, Long> byStart = new TreeMap<>();
        stored.getLatency().forEach(bucket -> byStart.merge(bucket.getMillis(), bucket.getCount(), Long::sum));
        return LatencyHistogram.of(byStart, stored.getLatencyMillis());
    }

    private static ReportedVersionActivity version(VersionActivity version) {
        return new ReportedVersionActivity(
                version.modelId(),
                version.version(),
                version.bytes(),
                version.rows(),
                version.nanos(),
                version.classes().stream()
                        .map(each -> new ReportedClassCount(each.label(), each.count()))
                        .toList());
    }

    private static VersionActivity version(ReportedVersionActivity stored) {
        return new VersionActivity(
                        stored.getModelId(),
                        stored.getVersion(),
                        stored.getBytes(),
                        stored.getRows(),
                        stored.getNanos(),
                        stored.getClasses().stream()
                                .map(each -> new ClassCount(each.getLabel(), each.getCount()))
                                .toList())
                .withClasses(ClassCount.MOST);
    }

    private static ReportedSensorAlert alert(SensorAlert alert) {
        return new ReportedSensorAlert(
                alert.sensor(),
                alert.owner(),
                Instant.ofEpochMilli(alert.since()),
                alert.label(),
                alert.confidence(),
                Instant.ofEpochMilli(alert.at()));
    }

    private static SensorAlert alert(ReportedSensorAlert stored) {
        return new SensorAlert(
                stored.getSensor(),
                stored.getOwner(),
                stored.getSince().toEpochMilli(),
                stored.getLabel(),
                stored.getConfidence(),
                stored.getAt().toEpochMilli());
    }

    private static ReportedDeadLetter sample(DeadLetterSample sample) {
        return new ReportedDeadLetter(
                sample.reason(),
                sample.topic(),
                sample.partition(),
                sample.offset(),
                sample.sensor(),
                sample.message(),
                Instant.ofEpochMilli(sample.at()));
    }

    private static DeadLetterSample sample(ReportedDeadLetter stored) {
        return new DeadLetterSample(
                stored.getReason(),
                stored.getTopic(),
                stored.getPartition(),
                stored.getOffset(),
                stored.getSensor(),
                stored.getMessage(),
                stored.getAt().toEpochMilli());
    }
}
