package io.elmstream.testing;

import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Step.Deployment;
import java.util.Optional;

/**
 * The versions of a model that decide about readings of one event time.
 *
 * @param revision of the timeline's step that put them in force, 1 or more; predictions name it too
 * @param champion the version that serves, 1 or more
 * @param challenger the version that is tried beside it as shadow or canary; empty if there is none
 */
public record VersionsInForce(long revision, int champion, Optional<Challenger> challenger) {

    static VersionsInForce of(Deployment step) {
        return new VersionsInForce(step.revision(), step.champion(), step.challenger());
    }
}
