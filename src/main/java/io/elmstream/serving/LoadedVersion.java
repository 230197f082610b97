package io.elmstream.serving;

import io.elmstream.kernel.PackedModel;
import io.elmstream.model.VersionKey;
import io.elmstream.wire.ServedVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A version in memory, and what it is to each step that names it. Safe for threads. */
final class LoadedVersion {

    /** Revisions count from 1. */
    private static final long NO_STEP = 0;

    private final PackedModel packed;
    private final ServedVersion served;
    private final VersionCounts counts;
    private final Map<Long, ReadyVersion> byRevision = new ConcurrentHashMap<>();

    /** @param counts go on when the version is loaded again */
    LoadedVersion(VersionKey key, VersionLoader.Loaded loaded, VersionCounts counts) {
        this.packed = loaded.packed();
        this.served = new ServedVersion(key, NO_STEP, loaded.labels());
        this.counts = counts;
    }

    /** The same object for the same revision, so that its readings are scored in one group. */
    ReadyVersion at(long revision) {
        return byRevision.computeIfAbsent(revision, named -> new ReadyVersion(packed, served.at(named), counts));
    }

    /** What it takes in memory, in bytes. */
    int bytes() {
        return packed.bytes();
    }
}
