package io.elmstream.topology.learning;

import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import java.util.OptionalInt;

/**
 * What the instance knows of a model at one moment.
 *
 * @param timeline with at least one step
 * @param learning whether it learns, and how versions of the learner are tried
 * @param newest the highest version number that was ever published; empty if that is not known yet
 */
record KnownModel(Timeline timeline, Learning learning, OptionalInt newest) {

    /** Returns the version in force for readings of now. */
    int champion(long now) {
        return timeline.stepAt(now).or(timeline::latest).orElseThrow().champion();
    }

    /** Returns whether a version is tried, or another champion is to come. */
    boolean isMoving(long now) {
        Deployment latest = timeline.latest().orElseThrow();
        return latest.challenger().isPresent() || latest.champion() != champion(now);
    }

    /** Returns whether a step names the version, also one that was rolled back. */
    boolean wasTried(int version) {
        return timeline.steps().stream().anyMatch(step -> step.versions().anyMatch(named -> named == version));
    }

    /** Returns whether readings may still need the version, which the governor does not retire then. */
    boolean isNeeded(int version) {
        return timeline.versions().contains(version);
    }
}
