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

/** What instances report on the status topic, made from the domain's types and back. */
public final class ReportRecords {

    private static final ControlCodec<io.elmstream.wire.avro.InstanceReport> REPORTS = ControlCodec.reports();
    private static final int FORMAT = 1;
    private static final int REPORT_FORMAT = 2;
    private static final String KEY_PREFIX = "instance/";
    private static final String COMPARISON_SUFFIX = "/comparison";

    private ReportRecords() {}

    /** The key of an instance's reports; no model's answers have it, since a model id holds no slash. */
    public static String key(String instanceId) {
        return KEY_PREFIX + instanceId;
    }

    /** Whether a record of the status topic is an instance's report. */
    public static boolean isReport(String key) {
        return key.startsWith(KEY_PREFIX);
    }

    /** Whether a record with this key is an instance's report; the key may be of any length. */
    public static boolean isReport(byte[] key) {
        return key.length >= KEY_PREFIX.length()
                && isReport(new String(key, 0, KEY_PREFIX.length(), StandardCharsets.UTF_8));
    }

    /** Whether a record of the status topic is an answer of the governor. */
    public static boolean isAnswer(String key) {
        return !isReport(key) && !isComparison(key);
    }

    /** A report as it is written. */
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
     * Reads a report that anybody may have written.
     *
     * @throws UnreadableRecordException if it is none, or is beyond what a report may hold
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

    /** A report as it was read. */
    public static InstanceReport report(io.elmstream.wire.avro.InstanceReport stored) {
        return new InstanceReport(
                stored.getInstanceId(),
                stored.getApplicationId(),
                stored.getStartedAt().toEpochMilli(),
                stored.getAt().toEpochMilli(),
                stored.getLeaving(),
                stored.getModels().stream()
                        // anybody may have written it: what cannot be a model is left out
                        .filter(model -> ModelId.isValid(model.getModelId()))
                        .map(ReportRecords::model)
                        .toList());
    }

    /** A comparison as it is written. */
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

    /** A comparison as it was read. */
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

    /** The key of a model's comparisons. */
    public static String comparisonKey(ModelId modelId) {
        return modelId + COMPARISON_SUFFIX;
    }

    /** Whether a record of the status topic is a comparison. */
    public static boolean isComparison(String key) {
        return !isReport(key) && key.endsWith(COMPARISON_SUFFIX);
    }

    /**
     * The comparison over all instances as it is written.
     *
     * @param step that names the challenger
     * @param instances how many runs of instances have reported
     * @param sum of what they counted
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

    /** The challenger of a comparison as it was read. */
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
                version.correct());
    }

    private static InstanceReport.Version version(ReportedVersion stored) {
        return new InstanceReport.Version(
                stored.getVersion(),
                Readiness.valueOf(stored.getReadiness().name()),
                Optional.ofNullable(stored.getReason()),
                stored.getMillis(),
                stored.getPredictions(),
                stored.getLabelled(),
                stored.getCorrect());
    }
}
