package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rollout.Step;
import io.elmstream.wire.avro.Prediction;

/** The version of a prediction is what the timeline, at the prediction's revision, says for the reading's event time. */
final class VersionFollowsTimeline implements Promise {

    @Override
    public void holdFor(Evidence evidence) {
        for (Prediction p : evidence.predictions()) {
            Step inForce = evidence.timeline()
                    .asOf(p.getRevision())
                    .stepAt(p.getEventTime().toEpochMilli())
                    .orElseThrow(() -> new AssertionError("no step in force at revision " + p.getRevision()));
            assertThat(p.getVersion())
                    .as("version at revision %d and event time %s", p.getRevision(), p.getEventTime())
                    .isEqualTo(inForce.champion());
        }
    }
}
