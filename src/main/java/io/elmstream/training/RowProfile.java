package io.elmstream.training;

import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.TrainingRange;
import java.util.List;

/**
 * What training rows were like.
 *
 * @param range the part of the feature space that they came from
 * @param rows how many independent rows the shares are worth, 0 if nothing was measured but the range
 * @param features the distribution of each feature
 * @param labels share of the rows of each class
 */
record RowProfile(TrainingRange range, long rows, List<FeatureBins> features, float[] labels) {

    /** Returns a profile of which only the range was measured. */
    static RowProfile of(TrainingRange range) {
        return new RowProfile(range, 0, List.of(), new float[0]);
    }
}
