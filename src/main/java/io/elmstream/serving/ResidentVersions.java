package io.elmstream.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The versions in memory. Those that are in force now or will be are pinned; others that a late reading asked for stay
 * for a while, within a bound. Safe for threads.
 */
public final class ResidentVersions {

    /** A version that nobody asked for so long is freed. */
    public static final Duration IDLE = Duration.ofSeconds(60);

    private final Map<VersionKey, LoadedVersion> pinned = new ConcurrentHashMap<>();
    private final Cache<VersionKey, LoadedVersion> onDemand;
    private final LongAdder loads = new LongAdder();

    /**
     * @param maxBytes what the versions that are not pinned may take
     * @param clock in milliseconds
     */
    public ResidentVersions(long maxBytes, LongSupplier clock) {
        onDemand = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((VersionKey key, LoadedVersion version) -> version.bytes())
                .expireAfterAccess(IDLE)
                .ticker(() -> Duration.ofMillis(clock.getAsLong()).toNanos())
                .executor(Runnable::run)
                .build();
    }

    Optional<LoadedVersion> pinned(VersionKey key) {
        return Optional.ofNullable(pinned.get(key));
    }

    /** Keeps a version for a while that was loaded because a reading asked for it. */
    void keep(VersionKey key, LoadedVersion version) {
        loads.increment();
        onDemand.put(key, version);
    }

    /** The version if it is in memory. */
    Optional<LoadedVersion> present(VersionKey key) {
        return pinned(key).or(() -> Optional.ofNullable(onDemand.getIfPresent(key)));
    }

    void pin(VersionKey key, LoadedVersion version) {
        pinned.put(key, version);
        onDemand.invalidate(key);
    }

    /** Lets all other versions of a model go, in time. */
    void keepPinned(ModelId modelId, Set<VersionKey> keys) {
        new HashMap<>(pinned).forEach((key, version) -> {
            if (key.modelId().equals(modelId) && !keys.contains(key)) {
                onDemand.put(key, version);
                pinned.remove(key);
            }
        });
    }

    void forget(VersionKey key) {
        pinned.remove(key);
        onDemand.invalidate(key);
    }

    void clear() {
        pinned.clear();
        onDemand.invalidateAll();
    }

    /** Frees what nobody asked for lately. */
    void freeIdle() {
        onDemand.cleanUp();
    }

    /** How many versions are in memory. */
    public long count() {
        return (long) pinned.size() + onDemand.asMap().size();
    }

    /** What they take, in bytes. */
    public long bytes() {
        return pinned.values().stream().mapToLong(LoadedVersion::bytes).sum()
                + onDemand.asMap().values().stream()
                        .mapToLong(LoadedVersion::bytes)
                        .sum();
    }

    /** How often a version was loaded because a reading asked for it. */
    public long loads() {
        return loads.sum();
    }
}
