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
 * The versions in memory. Those that are or will be in force are pinned; versions loaded for late readings are kept for
 * a while, within a bound. Thread-safe.
 */
public final class ResidentVersions {

    /** How long an unused version is kept. */
    public static final Duration IDLE = Duration.ofSeconds(60);

    private final Map<VersionKey, LoadedVersion> pinned = new ConcurrentHashMap<>();
    private final Cache<VersionKey, LoadedVersion> onDemand;
    private final LongAdder loads = new LongAdder();

    /**
     * Creates an empty cache.
     *
     * @param maxBytes the bound on versions that are not pinned
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

    /** Caches a version that was loaded for a late reading. */
    void keep(VersionKey key, LoadedVersion version) {
        loads.increment();
        onDemand.put(key, version);
    }

    /** Returns the version if it is in memory. */
    Optional<LoadedVersion> present(VersionKey key) {
        return pinned(key).or(() -> Optional.ofNullable(onDemand.getIfPresent(key)));
    }

    void pin(VersionKey key, LoadedVersion version) {
        pinned.put(key, version);
        onDemand.invalidate(key);
    }

    /** Unpins all other versions of a model; they are freed later. */
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

    /** Frees the versions that were not used lately. */
    void freeIdle() {
        onDemand.cleanUp();
    }

    /** Returns the size of a version in bytes, 0 if it is not in memory; does not count as a use. */
    long bytes(VersionKey key) {
        return pinned(key)
                .or(() -> Optional.ofNullable(onDemand.policy().getIfPresentQuietly(key)))
                .map(LoadedVersion::bytes)
                .orElse(0);
    }

    /** Returns the number of versions in memory. */
    public long count() {
        return (long) pinned.size() + onDemand.asMap().size();
    }

    /** Returns their size in bytes. */
    public long bytes() {
        return pinned.values().stream().mapToLong(LoadedVersion::bytes).sum()
                + onDemand.asMap().values().stream()
                        .mapToLong(LoadedVersion::bytes)
                        .sum();
    }

    /** Returns how often a version was loaded for a late reading. */
    public long loads() {
        return loads.sum();
    }
}
