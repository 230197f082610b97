package io.elmstream.wire;

import io.elmstream.governor.Answer;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Comparisons;
import io.elmstream.governor.Decision;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport.Compared;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.GovernedAnswer;
import io.elmstream.wire.avro.GovernedComparison;
import io.elmstream.wire.avro.GovernedModel;
import io.elmstream.wire.avro.GovernedReport;
import io.elmstream.wire.avro.GovernedUpload;
import io.elmstream.wire.avro.GovernedVersion;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Converts the domain's types to the records of the governor's store and back. */
public final class GovernedRecords {

    private static final int MODEL_FORMAT = 3;
    private static final int FORMAT = 2;
    private static final int FIRST_FORMAT = 1;

    private GovernedRecords() {}

    /** Returns the stored form of a model's state. */
    public static GovernedModel model(GovernedState governed) {
        return new GovernedModel(
                MODEL_FORMAT,
                governed.modelId().value(),
                governed.contract().featureNames(),
                governed.contract().labels(),
                ModelRecords.steps(governed.timeline()),
                governed.answers().stream().map(GovernedRecords::answer).toList(),
                StepRecords.learning(governed.learning()));
    }

    /** Returns a model's state from its stored form. */
    public static GovernedState model(GovernedModel stored) {
        ModelId modelId = new ModelId(stored.getModelId());
        return new GovernedState(
                modelId,
                new Contract(stored.getFeatureNames(), stored.getLabels()),
                ModelRecords.timeline(modelId, stored.getSteps()),
                stored.getLearning() == null ? Learning.OFF : StepRecords.learning(stored.getLearning()),
                stored.getAnswers().stream().map(GovernedRecords::answer).toList());
    }

    /** Returns the stored form of a published version. */
    public static GovernedVersion version(PublishedVersion version) {
        return new GovernedVersion(
                FORMAT,
                version.version(),
                version.digest(),
                version.size(),
                Instant.ofEpochMilli(version.acceptedAt()),
                version.parts(),
                version.retiredAt().isPresent()
                        ? Instant.ofEpochMilli(version.retiredAt().getAsLong())
                        : null);
    }

    /** Returns a published version from its stored form. */
    public static PublishedVersion version(GovernedVersion stored) {
        return new PublishedVersion(
                stored.getVersion(),
                stored.getDigest(),
                stored.getSize(),
                stored.getParts(),
                stored.getAcceptedAt().toEpochMilli(),
                stored.getRetiredAt() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(stored.getRetiredAt().toEpochMilli()));
    }

    /** Returns the stored form of a challenger's comparison. */
    public static GovernedComparison comparisons(Comparisons comparisons) {
        return new GovernedComparison(
                FORMAT,
                comparisons.revision(),
                comparisons.runs().stream()
                        .map(run -> new GovernedReport(
                                run.instanceId(),
                                Instant.ofEpochMilli(run.startedAt()),
                                Instant.ofEpochMilli(run.knownSince()),
                                ReportRecords.comparison(new Compared(comparisons.revision(), run.comparison()))))
                        .toList());
    }

    /** Returns a challenger's comparison from its stored form. */
    public static Comparisons comparisons(GovernedComparison stored) {
        return new Comparisons(
                stored.getRevision(),
                stored.getReports().stream()
                        .map(report -> new Comparisons.Run(
                                report.getInstanceId(),
                                report.getStartedAt().toEpochMilli(),
                                report.getKnownSince().toEpochMilli(),
                                ReportRecords.comparison(report.getComparison()).comparison()))
                        .toList());
    }

    /** Returns the stored form of a part of an upload. */
    public static GovernedUpload upload(UploadPart part, long now) {
        return new GovernedUpload(
                FIRST_FORMAT,
                part.id().value(),
                part.version(),
                part.artefactDigest(),
                part.part(),
                Instant.ofEpochMilli(now),
                ByteBuffer.wrap(part.bytes()));
    }

    private static GovernedAnswer answer(Answer answer) {
        Optional<Refused> refused = StatusRecords.refused(answer.decision());
        return new GovernedAnswer(
                answer.requestId(),
                answer.request(),
                StatusRecords.outcome(answer.decision()),
                refused.map(refusal -> refusal.reason().name()).orElse(null),
                refused.flatMap(Refused::field).orElse(null),
                answer.decision().message(),
                answer.latest().map(StepRecords::step).orElse(null),
                answer.revision());
    }

    private static Answer answer(GovernedAnswer stored) {
        Decision decision = stored.getOutcome() == CommandOutcome.REFUSED
                ? new Refused(
                        RefusalReason.valueOf(stored.getCode()),
                        stored.getMessage(),
                        Optional.ofNullable(stored.getField()))
                : new Accepted(stored.getOutcome() == CommandOutcome.ACCEPTED, stored.getMessage());
        Optional<Step.Deployment> latest =
                Optional.ofNullable(stored.getLatest()).map(StepRecords::deployment);
        return new Answer(
                stored.getRequestId(),
                stored.getRequest(),
                decision,
                latest,
                stored.getRevision() == null ? latest.map(Step::revision).orElse(0L) : stored.getRevision());
    }
}
