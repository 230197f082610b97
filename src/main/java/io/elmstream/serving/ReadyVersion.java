package io.elmstream.serving;

import io.elmstream.kernel.PackedClassifier;
import io.elmstream.wire.ServedVersion;
import java.util.List;
import java.util.Optional;

/**
 * A version that can score, for one step that names it.
 *
 * @param packed the model in the layout of the kernel; shared by all steps that name the version
 * @param served the data of the version that its predictions contain
 * @param features their names, in the order of a row
 * @param counts the counts of its predictions, those that count
 * @param quality counts what its training has an expectation of; empty if its file says nothing of that
 */
public record ReadyVersion(
        PackedClassifier packed,
        ServedVersion served,
        List<String> features,
        VersionCounts counts,
        Optional<VersionQuality> quality)
        implements RowFeatures {

    /** A version without an expectation. */
    public ReadyVersion(PackedClassifier packed, ServedVersion served, List<String> features, VersionCounts counts) {
        this(packed, served, features, counts, Optional.empty());
    }

    @Override
    public String taker() {
        return "model " + served.modelId() + " version " + served.version();
    }
}
