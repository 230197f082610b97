package io.elmstream.wire;

import io.elmstream.model.VersionKey;
import io.elmstream.quality.Expectation;
import io.elmstream.quality.QualitySketch;
import java.util.List;

/**
 * What was counted of a version's readings, with what it is compared with.
 *
 * @param version the version
 * @param features the names of the features, in the order of a row
 * @param labels the classes, in the version's order
 * @param expectation what its training says of readings to come
 * @param counts of its readings
 */
public record CountedQuality(
        VersionKey version, List<String> features, List<String> labels, Expectation expectation, QualitySketch counts) {

    /** Copies the lists. */
    public CountedQuality {
        features = List.copyOf(features);
        labels = List.copyOf(labels);
    }

    /** Returns the same with other counts. */
    public CountedQuality with(QualitySketch other) {
        return new CountedQuality(version, features, labels, expectation, other);
    }

    /** Returns the same without what was counted of the features, for which there may be no room. */
    public CountedQuality withoutFeatures() {
        return new CountedQuality(
                version,
                List.of(),
                labels,
                new Expectation(
                        expectation.rows(),
                        new double[0][],
                        expectation.heldOut(),
                        expectation.predicted(),
                        expectation.confidence(),
                        expectation.accuracy()),
                new QualitySketch(
                        counts.predictions(),
                        counts.confidence(),
                        counts.squares(),
                        counts.predicted(),
                        new long[0][],
                        counts.labelled(),
                        counts.correct()));
    }
}
