package io.elmstream.serving;

import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.VersionKey;
import io.elmstream.wire.ServedVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A version in memory, with one view for each step that names it. Thread-safe. */
final class LoadedVersion {

    /** Revisions start at 1. */
    private static final long NO_STEP = 0;

    private final PackedClassifier packed;
    private final ServedVersion served;
    private final List<String> features;
    private final VersionCounts counts;
    private final Optional<VersionQuality> quality;
    private final Map<Long, ReadyVersion> byRevision = new ConcurrentHashMap<>();

    /**
     * Creates a loaded version.
     *
     * @param counters continue when the version is loaded again
     */
    LoadedVersion(VersionKey key, VersionLoader.Loaded loaded, VersionCounters counters) {
        this.packed = loaded.packed();
        this.served = new ServedVersion(key, NO_STEP, loaded.contract().labels(), loaded.trust());
        this.features = loaded.contract().featureNames();
        this.counts = counters.predictions(key);
        counts.name(loaded.contract().labels());
        this.quality = loaded.profile().map(profile -> counters.quality(key, loaded.contract(), profile));
    }

    /** Returns the same object for the same revision, so that its readings are scored in one group. */
    ReadyVersion at(long revision) {
        return byRevision.computeIfAbsent(
                revision, named -> new ReadyVersion(packed, served.at(named), features, counts, quality));
    }

    /** Returns its size in memory, in bytes. */
    int bytes() {
        return packed.bytes();
    }
}
