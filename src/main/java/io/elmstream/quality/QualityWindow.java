package io.elmstream.quality;

import java.util.List;
import java.util.Optional;

/**
 * What is said of a version's readings over a window.
 *
 * @param from when it began, in epoch milliseconds
 * @param to when it ended
 * @param complete whether it is over; otherwise a drift was found before its end, and distributions were not compared
 * @param counts of the whole window
 * @param features the index of each feature, in the order of a row; empty if none was compared
 * @param classes the index of the predicted classes; empty if it was not compared
 * @param estimate of accuracy without labels; empty without predictions or held-out rows
 * @param drifts those that stand, the oldest first
 * @param found those of them that were found now
 */
public record QualityWindow(
        long from,
        long to,
        boolean complete,
        QualitySketch counts,
        List<StabilityIndex> features,
        Optional<StabilityIndex> classes,
        Optional<AccuracyEstimate> estimate,
        List<Drift> drifts,
        List<Drift> found) {

    /** Copies the lists. */
    public QualityWindow {
        features = List.copyOf(features);
        drifts = List.copyOf(drifts);
        found = List.copyOf(found);
    }
}
