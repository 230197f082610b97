package io.elmstream.rollout;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Step.Rollback;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The timeline of a model: which version is in force at which event time. Steps are only ever added. Every instance
 * with the same timeline selects the same version for a reading, whenever it is read.
 *
 * @param modelId the model
 * @param steps in the order of their revisions; the first is effective from {@link Step#BEGINNING}; empty while the
 *     model has no champion
 */
public record Timeline(ModelId modelId, List<Step> steps) {

    /**
     * The largest number of steps, so that a timeline always fits into one record. When one more is added, the oldest
     * are removed, and the last serving one of them becomes effective from the beginning: the champion never vanishes,
     * however many steps were rolled back since.
     */
    public static final int MAX_STEPS = 1_000;

    public Timeline {
        steps = List.copyOf(steps);
        if (!steps.isEmpty() && steps.get(0).effectiveFrom() != Step.BEGINNING) {
            throw new IllegalArgumentException(
                    "the first step of " + modelId + " must be effective from the beginning, got "
                            + steps.get(0).effectiveFrom());
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).revision() <= steps.get(i - 1).revision()) {
                throw new IllegalArgumentException("revisions of " + modelId + " must increase, got "
                        + steps.get(i - 1).revision() + " before "
                        + steps.get(i).revision());
            }
        }
    }

    /** Returns the timeline of a model that has no champion yet. */
    public static Timeline empty(ModelId modelId) {
        return new Timeline(modelId, List.of());
    }

    /** Returns the highest revision, 0 while there is no step. */
    public long revision() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).revision();
    }

    /**
     * Returns the step that decides about a reading: of the serving ones effective at its event time, the one with the
     * highest revision.
     *
     * @param eventTime the reading's event time in epoch milliseconds
     * @return empty only while no step has been made
     */
    public Optional<Deployment> stepAt(long eventTime) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Deployment step && step.stands() && step.effectiveFrom() <= eventTime) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the versions that score a reading: a pure function of this timeline, the event time and the key.
     *
     * @param eventTime the reading's event time in epoch milliseconds
     * @param key the reading's key, the sensor id in UTF-8
     * @return empty only while no step has been made
     */
    public Optional<Choice> choiceAt(long eventTime, byte[] key) {
        return stepAt(eventTime).map(step -> step.choice(modelId, key));
    }

    /**
     * Returns the serving step with the highest revision: in force now or, within the governor's lead or as scheduled,
     * later.
     */
    public Optional<Deployment> latest() {
        return serving().reduce((earlier, later) -> later);
    }

    /** Returns the steps that decide about readings, in the order of their revisions. */
    public Stream<Deployment> serving() {
        return serving(steps);
    }

    /** Returns the versions that readings may still need: those that a serving step names. */
    public Set<Integer> versions() {
        return serving().flatMapToInt(Step::versions).boxed().collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the timeline as of the given revision. The version that a prediction names is always that of
     * {@code asOf(prediction's revision).choiceAt(prediction's event time, its key)}.
     */
    public Timeline asOf(long revision) {
        return new Timeline(
                modelId,
                steps.stream()
                        .filter(step -> step.revision() <= revision)
                        .map(step ->
                                step.voidedBy().orElse(0) > revision ? step.withVoidedBy(OptionalLong.empty()) : step)
                        .toList());
    }

    /** Returns this timeline with one more step, without the oldest ones beyond {@link #MAX_STEPS}. */
    public Timeline with(Step next) {
        List<Step> all = Stream.concat(steps.stream(), Stream.of(next)).toList();
        if (all.size() <= MAX_STEPS) {
            return new Timeline(modelId, all);
        }
        int kept = all.size() - MAX_STEPS + 1;
        Deployment beginning = serving(all.subList(0, kept))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new IllegalArgumentException("the first step of " + modelId + " does not serve"));
        return new Timeline(
                modelId,
                Stream.concat(
                                Stream.of(beginning.fromTheBeginning()),
                                all.stream().skip(kept))
                        .toList());
    }

    /**
     * Returns this timeline with the serving steps from a revision on rolled back by a new step. It applies to all
     * readings that are scored from now on, whatever their event time.
     *
     * @param from the revision of a serving step that is not the first
     * @param reason why, in words
     * @param now in epoch milliseconds
     * @throws IllegalArgumentException if no serving step would be left, or none is rolled back
     */
    public Timeline without(long from, String reason, long now) {
        Deployment again = serving()
                .filter(step -> step.revision() < from)
                .reduce((earlier, later) -> later)
                .orElseThrow(
                        () -> new IllegalArgumentException("no step of " + modelId + " would be left before " + from));
        long since = serving()
                .filter(step -> step.revision() >= from)
                .mapToLong(Step::effectiveFrom)
                .min()
                .orElseThrow(
                        () -> new IllegalArgumentException(modelId + " has no serving step from revision " + from));
        long by = revision() + 1;
        List<Step> voided = steps.stream()
                .map(step -> step.revision() >= from && step.stands() ? step.voided(by) : step)
                .toList();
        return new Timeline(modelId, voided)
                .with(new Rollback(
                        by, since, again.champion(), reason, OptionalLong.of(now), from, OptionalLong.empty()));
    }

    private static Stream<Deployment> serving(List<Step> steps) {
        return steps.stream()
                .filter(step -> step instanceof Deployment && step.stands())
                .map(Deployment.class::cast);
    }
}
