package io.elmstream.guarantees;

import io.elmstream.rollout.Timeline;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.wire.avro.Prediction;
import java.util.List;

/**
 * What a run left behind.
 *
 * @param report what came out against what went in
 * @param predictions all committed ones, in the order of their partitions
 * @param timeline the model's timeline at the end
 */
record Evidence(OutcomeAudit.Report report, List<Prediction> predictions, Timeline timeline) {}
