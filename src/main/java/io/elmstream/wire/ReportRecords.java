package io.elmstream.wire;

import io.elmstream.governor.ReportBounds;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Compared;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.Step;
import io.elmstream.wire.avro.Disagreement;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ReportedComparison;
import io.elmstream.wire.avro.ReportedModel;
import io.elmstream.wire.avro.ReportedVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Converts reports of instances to records of the status topic and back. */
public final class ReportRecords {

    private static final ControlCodec<io.elmstream.wire.avro.InstanceReport> REPORTS = ControlCodec.reports();
    private static final int FORMAT = 1;
    private static final int REPORT_FORMAT = 3;
    private static final String KEY_PREFIX = "instance/";
    private static final String COMPARISON_SUFFIX = "/comparison";
    private static final String LEARNER_SUFFIX = "/learner";

    private ReportRecords() {}

    /**
     * Returns the key of an instance's reports. It differs from the keys of all answers, because a model id contains no
     * slash.
     */
    public static String key(String instanceId) {
        return KEY_PREFIX + instanceId;
    }

    /** Returns whether a record of the status topic is an instance's report. */
    public static boolean isReport(String key) {
        return key.startsWith(KEY_PREFIX);
    }

    /** Returns whether a record with this key is an instance's report; the key may have any length. */
    public static boolean isReport(byte[] key) {
        return key.length >= KEY_PREFIX.length()
                && isReport(new String(key, 0, KEY_PREFIX.length(), StandardCharsets.UTF_8));
    }

    /** Returns whether a record of the status topic is an answer of the governor; a model id contains no slash. */
    public static boolean isAnswer(String key) {
        return key.indexOf('/') < 0;
    }

    /** Returns the record of a report. */
    public static io.elmstream.wire.avro.InstanceReport report(InstanceReport report) {
        return new io.elmstream.wire.avro.InstanceReport(
                REPORT_FORMAT,
                report.instanceId(),
                report.applicationId(),
                Instant.ofEpochMilli(report.startedAt()),
                Instant.ofEpochMilli(report.at()),
                report.leaving(),
                report.models().stream().map(ReportRecords::model).toList());
    }

    /**
     * Reads an untrusted report.
     *
     * @throws UnreadableRecordException if it is not a report, or exceeds the bounds of a report
     */
    public static InstanceReport read(byte[] value) throws UnreadableRecordException {
        if (value.length > ReportBounds.MAX_BYTES) {
            throw new UnreadableRecordException(
                    "it has " + value.length + " bytes, more than the " + ReportBounds.MAX_BYTES + " of a report",
                    null);
        }
        InstanceReport report = report(REPORTS.decode(value));
        Optional<String> fault = ReportBounds.fault(report);
        if (fault.isPresent()) {
            throw new UnreadableRecordException(fault.get(), null);
        }
        return report;
    }

    /** Returns the report in a record. */
    public static InstanceReport report(io.elmstream.wire.avro.InstanceReport stored) {
        return new InstanceReport(
                stored.getInstanceId(),
                stored.getApplicationId(),
                stored.getStartedAt().toEpochMilli(),
                stored.getAt().toEpochMilli(),
                stored.getLeaving(),
                stored.getModels().stream()
                        // anyone may have written it: names that cannot be models are skipped
                        .filter(model -> ModelId.isValid(model.getModelId()))
                        .map(ReportRecords::model)
                        .toList());
    }

    /** Returns the record of a comparison. */
    public static ReportedComparison comparison(Compared compared) {
        Comparison sum = compared.comparison();
        return new ReportedComparison(
                compared.revision(),
                sum.compared(),
                sum.agreed(),
                sum.labelled(),
                sum.championCorrect(),
                sum.challengerCorrect(),
                sum.challengerErrors(),
                sum.disagreements().entrySet().stream()
                        .map(pair -> new Disagreement(
                                pair.getKey().champion(), pair.getKey().challenger(), pair.getValue()))
                        .toList());
    }

    /** Returns the comparison in a record. */
    public static Compared comparison(ReportedComparison stored) {
        Map<ClassPair, Long> disagreements = new HashMap<>();
        stored.getDisagreements()
                .forEach(pair -> disagreements.merge(
                        new ClassPair(pair.getChampion(), pair.getChallenger()), pair.getReadings(), Long::sum));
        return new Compared(
                stored.getRevision(),
                new Comparison(
                        stored.getCompared(),
                        stored.getAgreed(),
                        disagreements,
                        stored.getLabelled(),
                        stored.getChampionCorrect(),
                        stored.getChallengerCorrect(),
                        stored.getChallengerErrors()));
    }

    /** Returns the key of a model's comparisons. */
    public static String comparisonKey(ModelId modelId) {
        return modelId + COMPARISON_SUFFIX;
    }

    /** Returns whether a record of the status topic is a comparison. */
    public static boolean isComparison(String key) {
        return !isReport(key) && key.endsWith(COMPARISON_SUFFIX);
    }

    /** Returns the key of what the learner says of a model. */
    public static String learnerKey(ModelId modelId) {
        return modelId + LEARNER_SUFFIX;
    }

    /** Returns whether a record of the status topic is what the learner says of a model. */
    public static boolean isLearner(String key) {
        return !isReport(key) && key.endsWith(LEARNER_SUFFIX);
    }

    /**
     * Returns the record of a comparison over all instances.
     *
     * @param step that names the challenger
     * @param instances the number of instance runs that have reported
     * @param sum of their counts
     * @param now in epoch milliseconds
     */
    public static ModelComparison merged(ModelId modelId, Step step, int instances, Comparison sum, long now) {
        return new ModelComparison(
                FORMAT,
                modelId.value(),
                Instant.ofEpochMilli(now),
                step.champion(),
                instances,
                comparison(new Compared(step.revision(), sum)),
                StepRecords.challenger(step.challenger().orElseThrow()));
    }

    /** Returns the challenger in the record of a comparison. */
    public static Challenger challenger(ModelComparison stored) {
        return StepRecords.challenger(stored.getChallenger());
    }

    private static ReportedModel model(InstanceReport.Model model) {
        return new ReportedModel(
                model.modelId().value(),
                model.revision(),
                model.serving().isPresent() ? model.serving().getAsInt() : null,
                model.versions().stream().map(ReportRecords::version).toList(),
                model.comparison().map(ReportRecords::comparison).orElse(null),
                model.underOlderRevision());
    }

    private static InstanceReport.Model model(ReportedModel stored) {
        return new InstanceReport.Model(
                new ModelId(stored.getModelId()),
                stored.getRevision(),
                stored.getServing() == null ? OptionalInt.empty() : OptionalInt.of(stored.getServing()),
                stored.getVersions().stream().map(ReportRecords::version).toList(),
                Optional.ofNullable(stored.getComparison()).map(ReportRecords::comparison),
                stored.getUnderOlderRevision());
    }

    private static ReportedVersion version(InstanceReport.Version version) {
        return new ReportedVersion(
                version.version(),
                io.elmstream.wire.avro.Readiness.valueOf(version.readiness().name()),
                version.reason().orElse(null),
                version.millis(),
                version.predictions(),
                version.labelled(),
                version.correct(),
                version.verified());
    }

    private static InstanceReport.Version version(ReportedVersion stored) {
        return new InstanceReport.Version(
                stored.getVersion(),
                Readiness.valueOf(stored.getReadiness().name()),
                Optional.ofNullable(stored.getReason()),
                stored.getMillis(),
                stored.getPredictions(),
                stored.getLabelled(),
                stored.getCorrect(),
                stored.getVerified());
    }
}
