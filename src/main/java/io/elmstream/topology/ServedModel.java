package io.elmstream.topology;

import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model as this instance serves it: the steps of its timeline whose versions are ready here, latest revision first.
 * Immutable.
 */
final class ServedModel {

    private record Serving(long effectiveFrom, Optional<ReadyVersion> version) {}

    private final Timeline timeline;
    private final List<Serving> latestFirst;

    private ServedModel(Timeline timeline, List<Serving> latestFirst) {
        this.timeline = timeline;
        this.latestFirst = latestFirst;
    }

    /** Finds the ready version of a step; empty if it cannot serve here. */
    interface Readiness {
        Optional<ReadyVersion> of(Step step);
    }

    /** @return the model; a step whose version cannot serve here leaves the step before it in force */
    static ServedModel of(Timeline timeline, Readiness readiness) {
        List<Serving> serving = timeline.steps().stream()
                .filter(Step::stands)
                .map(step -> new Serving(step.effectiveFrom(), readiness.of(step)))
                .filter(step -> step.version().isPresent())
                .toList();
        return new ServedModel(timeline, reversed(serving));
    }

    Timeline timeline() {
        return timeline;
    }

    /** The version in force at an event time in epoch milliseconds; empty while no step's version serves here. */
    Optional<ReadyVersion> at(long eventTime) {
        for (int i = 0; i < latestFirst.size(); i++) {
            Serving serving = latestFirst.get(i);
            if (serving.effectiveFrom() <= eventTime) {
                return serving.version();
            }
        }
        return Optional.empty();
    }

    private static <T> List<T> reversed(List<T> list) {
        return IntStream.rangeClosed(1, list.size())
                .mapToObj(i -> list.get(list.size() - i))
                .toList();
    }
}
