package io.elmstream.serving;

import io.elmstream.elm.Classifier;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.wire.ServedVersion;

/** Versions that are ready to score. */
final class ReadyVersions {

    private ReadyVersions() {}

    static ReadyVersion of(String model, int version, long revision, Classifier classifier) {
        return new ReadyVersion(
                PackedClassifier.pack(classifier),
                new ServedVersion(new VersionKey(new ModelId(model), version), revision, classifier.labels()),
                classifier.featureNames(),
                new VersionCounts());
    }
}
