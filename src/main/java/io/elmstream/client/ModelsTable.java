package io.elmstream.client;

import io.elmstream.governor.RefusalReason;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every version of every model, with its state and its readiness on the instances. */
public final class ModelsTable {

    /**
     * A version of a model.
     *
     * @param version the version number
     * @param state the state, such as uploaded or champion; for a canary and a shadow with its share
     * @param digest SHA-256 of the model file; empty if it is not published
     * @param bytes the size of the model file; 0 if there is none
     * @param since the event time at which the state began, ISO 8601; empty if it has no beginning or does not apply
     * @param ready the number of live instances that can serve it
     * @param failed the reason why it cannot be served, by instance
     * @param predictions the number of its predictions that were used, on the live instances since they started
     * @param labelled the number of these predictions whose reading had a label
     * @param accuracy the fraction of correct ones among the labelled, 0 to 1; empty if there are none
     * @param agreement the agreement with the champion, 0 to 1; empty unless it is a challenger with a comparison
     */
    public record Version(
            int version,
            String state,
            String digest,
            int bytes,
            Optional<String> since,
            int ready,
            SortedMap<String, String> failed,
            long predictions,
            long labelled,
            Optional<Double> accuracy,
            Optional<Double> agreement) {

        /** Returns whether instances keep it ready. */
        public boolean isServed() {
            return is(ModelState.CHAMPION)
                    || is(ModelState.CANARY)
                    || is(ModelState.SHADOW)
                    || is(ModelState.SCHEDULED);
        }

        public boolean is(ModelState expected) {
            return state.split(" ")[0].equals(expected.word());
        }
    }

    /** The refusals of commands that name a model or version that does not exist. */
    private static final Set<String> NO_FILE = Set.of(
            RefusalReason.UNKNOWN_MODEL.name(),
            RefusalReason.UNKNOWN_VERSION.name(),
            RefusalReason.CANNOT_LEARN.name());

    private final PublishedModels models;
    private final StatusTopic status;
    private final long now;

    /** @param now in epoch milliseconds */
    public ModelsTable(PublishedModels models, StatusTopic status, long now) {
        this.models = models;
        this.status = status;
        this.now = now;
    }

    /**
     * Reads both topics up to their current end offsets.
     *
     * @param kafka the properties of the client
     * @param now in epoch milliseconds
     */
    public static ModelsTable read(Map<String, Object> kafka, Topics topics, long now) {
        return new ModelsTable(PublishedModels.read(kafka, topics), StatusTopic.read(kafka, topics, now), now);
    }

    StatusTopic status() {
        return status;
    }

    public List<InstanceReport> live() {
        return status.live(now);
    }

    public List<InstanceReport> stale() {
        return status.stale(now);
    }

    /** Returns all models that were published, or named in recent commands with a file. */
    public SortedSet<ModelId> modelIds() {
        SortedSet<ModelId> ids = new TreeSet<>(models.models().keySet());
        status.answers().stream()
                .filter(ModelsTable::isOfAFile)
                .forEach(answer -> ids.add(new ModelId(answer.getModelId())));
        return ids;
    }

    /** Returns whether the answer is about a received model file, rather than a name that may be mistyped. */
    private static boolean isOfAFile(ModelStatus answer) {
        return answer.getModelId() != null
                && ModelId.isValid(answer.getModelId())
                && answer.getVersion() != null
                && (answer.getOutcome() == CommandOutcome.ACCEPTED
                        || (answer.getOutcome() == CommandOutcome.REFUSED
                                && answer.getCode() != null
                                && !NO_FILE.contains(answer.getCode())));
    }

    public Timeline timeline(ModelId modelId) {
        return models.timeline(modelId);
    }

    /** Returns whether a model learns, and how. */
    public Learning learning(ModelId modelId) {
        return models.learning(modelId);
    }

    /** Returns all versions of a model, including those that were recently refused or are being uploaded. */
    public List<Version> versions(ModelId modelId) {
        SortedMap<Integer, Version> versions = new TreeMap<>();
        status.answers().stream()
                .filter(answer -> modelId.value().equals(answer.getModelId()) && isOfAFile(answer))
                .forEach(answer -> versions.put(
                        answer.getVersion(),
                        version(
                                new VersionKey(modelId, answer.getVersion()),
                                (answer.getOutcome() == CommandOutcome.REFUSED
                                                ? ModelState.REFUSED
                                                : ModelState.UPLOADED)
                                        .word(),
                                "",
                                0)));
        Optional.ofNullable(models.models().get(modelId))
                .ifPresent(model -> model.versions()
                        .forEach((number, published) -> versions.put(
                                number,
                                version(
                                        new VersionKey(modelId, number),
                                        published.retired()
                                                ? ModelState.RETIRED.word()
                                                : state(timeline(modelId), number),
                                        published.digest(),
                                        published.bytes()))));
        return List.copyOf(versions.values());
    }

    private Version version(VersionKey key, String state, String digest, int bytes) {
        SortedMap<String, String> failed = new TreeMap<>();
        long predictions = 0;
        long labelled = 0;
        long correct = 0;
        int ready = 0;
        for (InstanceReport report : live()) {
            Optional<InstanceReport.Version> reported = StatusTopic.version(report, key);
            predictions += reported.map(InstanceReport.Version::predictions).orElse(0L);
            labelled += reported.map(InstanceReport.Version::labelled).orElse(0L);
            correct += reported.map(InstanceReport.Version::correct).orElse(0L);
            ready += reported.filter(version -> version.readiness() == Readiness.READY)
                            .isPresent()
                    ? 1
                    : 0;
            reported.filter(version -> version.readiness() == Readiness.FAILED)
                    .ifPresent(version ->
                            failed.put(report.instanceId(), version.reason().orElse("")));
        }
        Optional<Double> accuracy = labelled == 0 ? Optional.empty() : Optional.of((double) correct / labelled);
        return new Version(
                key.version(),
                state,
                digest,
                bytes,
                since(key),
                ready,
                failed,
                predictions,
                labelled,
                accuracy,
                agreement(key));
    }

    private String state(Timeline timeline, int number) {
        Optional<Deployment> inForce = timeline.stepAt(now);
        if (inForce.isPresent() && inForce.get().champion() == number) {
            return ModelState.CHAMPION.word();
        }
        Optional<Challenger> challenger =
                inForce.flatMap(Deployment::challenger).filter(tried -> tried.version() == number);
        if (challenger.isPresent()) {
            Challenger tried = challenger.get();
            String mode = (tried.mode() == Mode.SHADOW ? ModelState.SHADOW : ModelState.CANARY).word();
            return tried.mode() == Mode.SHADOW && tried.share().equals(Share.ALL) ? mode : mode + " " + tried.share();
        }
        // a step that a later command replaced never takes effect
        if (timeline.serving()
                .anyMatch(step -> step.effectiveFrom() > now
                        && step.brings() == number
                        && timeline.stepAt(step.effectiveFrom()).equals(Optional.of(step)))) {
            return ModelState.SCHEDULED.word();
        }
        boolean named =
                timeline.steps().stream().anyMatch(step -> step.versions().anyMatch(version -> version == number));
        return (named ? ModelState.SUPERSEDED : ModelState.ACCEPTED).word();
    }

    private Optional<String> since(VersionKey key) {
        List<Deployment> bringing = timeline(key.modelId())
                .serving()
                .filter(step -> step.brings() == key.version())
                .toList();
        return bringing.stream()
                .filter(step -> step.effectiveFrom() <= now)
                .reduce((earlier, later) -> later)
                .or(() -> bringing.stream().findFirst())
                .filter(step -> step.effectiveFrom() != Step.BEGINNING)
                .map(step -> Instant.ofEpochMilli(step.effectiveFrom()).toString());
    }

    private Optional<Double> agreement(VersionKey key) {
        return compared(key.modelId())
                .map(StatusTopic.Merged::comparison)
                .filter(found -> found.getChallenger().getVersion() == key.version())
                .map(found -> ReportRecords.comparison(found.getComparison())
                        .comparison()
                        .agreement())
                .filter(agreement -> !agreement.isNaN());
    }

    /** Returns the merged comparison of the current challenger. */
    private Optional<StatusTopic.Merged> compared(ModelId modelId) {
        return status.comparison(modelId)
                .filter(found -> timeline(modelId)
                        .latest()
                        .filter(step -> step.revision()
                                == found.comparison().getComparison().getRevision())
                        .isPresent());
    }

    /**
     * Returns why the conditions of a model's challenger cannot take effect, and what to do; empty if they can, or if
     * it has none.
     */
    public Optional<String> standstill(ModelId modelId) {
        return compared(modelId).flatMap(StatusTopic.Merged::gateStandsStill);
    }

    /**
     * Returns the number of predictions of a model for which an instance learned of a step too late, on the live
     * instances since they started.
     */
    public long underOlderRevision(ModelId modelId) {
        return live().stream()
                .flatMap(report -> StatusTopic.model(report, modelId).stream())
                .mapToLong(InstanceReport.Model::underOlderRevision)
                .sum();
    }

    /** Returns the live instances on which a version is not ready, with its readiness there. */
    public Map<String, String> notReady(VersionKey key) {
        Map<String, String> waiting = new TreeMap<>();
        for (InstanceReport report : live()) {
            Optional<InstanceReport.Version> reported = StatusTopic.version(report, key);
            if (reported.isEmpty()) {
                waiting.put(report.instanceId(), "has not seen it yet");
            } else if (reported.get().readiness() != Readiness.READY) {
                waiting.put(
                        report.instanceId(),
                        reported.get().readiness()
                                + reported.get()
                                        .reason()
                                        .map(reason -> ": " + reason)
                                        .orElse(""));
            }
        }
        return waiting;
    }
}
