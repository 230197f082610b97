package io.elmstream.topology;

import io.elmstream.kernel.PackedModel;
import io.elmstream.wire.ServedVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A version in memory, and what it is to each step that names it. Safe for threads. */
final class LoadedVersion {

    private final VersionKey key;
    private final PackedModel packed;
    private final List<String> labels;
    private final VersionCounts counts;
    private final Map<Long, ReadyVersion> byRevision = new ConcurrentHashMap<>();

    /** @param counts go on when the version is loaded again */
    LoadedVersion(VersionKey key, VersionLoader.Loaded loaded, VersionCounts counts) {
        this.key = key;
        this.packed = loaded.packed();
        this.labels = loaded.labels();
        this.counts = counts;
    }

    /** The same object for the same revision, so that its readings are scored in one group. */
    ReadyVersion at(long revision) {
        return byRevision.computeIfAbsent(revision, named -> new ReadyVersion(
                packed, new ServedVersion(key.modelId(), key.version(), named, labels), counts));
    }

    /** What it takes in memory, in bytes. */
    int bytes() {
        return packed.bytes();
    }
}
