package io.elmstream.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rollout.Choice;
import io.elmstream.wire.avro.Prediction;

/**
 * The version of a prediction is what the timeline, at the prediction's revision, says for the reading's event time and
 * key.
 */
final class VersionFollowsTimeline implements Promise {

    @Override
    public void holdFor(Evidence evidence) {
        for (Prediction p : evidence.predictions()) {
            Choice inForce = evidence.timeline()
                    .asOf(p.getRevision())
                    .choiceAt(p.getEventTime().toEpochMilli(), p.getSensorId().getBytes(UTF_8))
                    .orElseThrow(() -> new AssertionError("no step in force at revision " + p.getRevision()));
            assertThat(p.getVersion())
                    .as(
                            "version at revision %d, event time %s and key %s",
                            p.getRevision(), p.getEventTime(), p.getSensorId())
                    .isEqualTo(inForce.version());
            assertThat(p.getRevision()).isEqualTo(inForce.step().revision());
        }
    }
}
