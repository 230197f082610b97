package io.elmstream.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which version of a model is in force at which event time: steps that are only ever added. Every instance that holds
 * the same timeline gives a reading the same version, whenever it is read.
 *
 * @param modelId the model
 * @param steps in the order of their revisions; the first is effective from {@link Step#BEGINNING}; empty while the
 *     model has no champion
 */
public record Timeline(ModelId modelId, List<Step> steps) {

    /**
     * How many steps are kept, so that a timeline always fits into one record. When one more is made, the oldest is
     * forgotten and the one after it is taken to hold from the beginning.
     */
    public static final int MAX_STEPS = 1_000;

    public Timeline {
        steps = List.copyOf(steps);
        if (!steps.isEmpty() && steps.get(0).effectiveFrom() != Step.BEGINNING) {
            throw new IllegalArgumentException("the first step of " + modelId + " must be effective from the beginning, got "
                    + steps.get(0).effectiveFrom());
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).revision() <= steps.get(i - 1).revision()) {
                throw new IllegalArgumentException("revisions of " + modelId + " must rise, got "
                        + steps.get(i - 1).revision() + " before " + steps.get(i).revision());
            }
        }
    }

    /** The timeline of a model that has no champion yet. */
    public static Timeline empty(ModelId modelId) {
        return new Timeline(modelId, List.of());
    }

    /** The highest revision, 0 while there is no step. */
    public long revision() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).revision();
    }

    /**
     * The step that decides about a reading: of the standing ones effective at its event time, the one with the highest
     * revision.
     *
     * @param eventTime the reading's event time in epoch milliseconds
     * @return empty only when no step stands that early
     */
    public Optional<Step> stepAt(long eventTime) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step.stands() && step.effectiveFrom() <= eventTime) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /** The standing step with the highest revision: in force now or, within the governor's lead, soon. */
    public Optional<Step> latest() {
        return stepAt(Long.MAX_VALUE);
    }

    /**
     * The timeline as it was when it had the given revision. The version that a prediction names is
     * {@code asOf(prediction's revision).stepAt(prediction's event time)}, for ever.
     */
    public Timeline asOf(long revision) {
        return new Timeline(
                modelId,
                steps.stream().filter(step -> step.revision() <= revision).map(step -> step.asOf(revision)).toList());
    }

    /** This timeline and one more step, without the oldest ones beyond {@link #MAX_STEPS}. */
    Timeline with(Step next) {
        List<Step> all = Stream.concat(steps.stream(), Stream.of(next)).toList();
        if (all.size() <= MAX_STEPS) {
            return new Timeline(modelId, all);
        }
        int first = all.size() - MAX_STEPS;
        while (!all.get(first).stands()) {
            first++;
        }
        Stream<Step> kept = all.stream().skip(first + 1L);
        return new Timeline(modelId, Stream.concat(Stream.of(all.get(first).fromTheBeginning()), kept).toList());
    }
}
