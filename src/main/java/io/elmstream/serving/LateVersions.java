package io.elmstream.serving;

import io.elmstream.model.VersionKey;
import io.elmstream.serving.LateLoads.Hindered;
import io.elmstream.serving.LateLoads.Loaded;
import io.elmstream.serving.LateLoads.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The versions that no longer serve and that the late readings of one task need. Those not in memory are loaded in the
 * background, a few versions ahead of the readings, while the task accepts further readings; the task waits for them
 * when it flushes its batch. A loaded version is held until the batch has been flushed, so it is loaded once for all
 * readings of a batch, even if it is larger than the cache. A reading that needs several versions gets all of them,
 * even if they are larger together. Belongs to one task; not thread-safe.
 */
public final class LateVersions implements OnDemand {

    /** The largest number of concurrent loads of one task. */
    static final int AHEAD = 4;

    private final ResidentVersions resident;
    private final LateLoads loads;
    private final long maxBytes;
    private final LongSupplier clock;
    private final Map<VersionKey, LoadedVersion> held = new HashMap<>();
    private final Map<VersionKey, CompletableFuture<Outcome>> underWay = new LinkedHashMap<>();
    private final Set<VersionKey> wanted = new LinkedHashSet<>();
    private final Set<VersionKey> unable = new HashSet<>();
    private final Map<VersionKey, String> hindered = new HashMap<>();
    private final Set<VersionKey> needed = new HashSet<>();
    private Optional<VersionKey> missing = Optional.empty();
    private boolean hadRoom = true;
    private long heldBytes;

    /**
     * Creates the versions of one task.
     *
     * @param maxBytes no further version is loaded ahead while those held by the batch take this much memory
     * @param clock in milliseconds
     */
    public LateVersions(ResidentVersions resident, LateLoads loads, long maxBytes, LongSupplier clock) {
        this.resident = resident;
        this.loads = loads;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Moves to the next reading. */
    public void next() {
        missing = Optional.empty();
        needed.clear();
        hadRoom = !isFull() || (held.isEmpty() && underWay.isEmpty());
    }

    /** Returns whether the versions held by the batch take all the memory that there is for them. */
    public boolean isFull() {
        return heldBytes >= maxBytes;
    }

    @Override
    public Optional<LoadedVersion> find(VersionKey key) {
        needed.add(key);
        Optional<LoadedVersion> found = present(key);
        if (found.isEmpty() && !unable.contains(key) && !hindered.containsKey(key) && !underWay.containsKey(key)) {
            wanted.add(key);
            load();
            // an executor that runs tasks in the calling thread has loaded it by now
            found = present(key);
        }
        if (found.isEmpty() && !unable.contains(key)) {
            missing = Optional.of(key);
        }
        return found;
    }

    @Override
    public boolean isMissing() {
        return missing.isPresent();
    }

    /** Returns whether the missing version will not become available for this batch. */
    public boolean isHindered() {
        return missing.filter(hindered::containsKey).isPresent();
    }

    /** Returns why the missing version is not available, in words. */
    public String reason() {
        return missing.map(key -> "version " + key.version() + " of model '" + key.modelId() + "' "
                        + hindered.getOrDefault(key, "could not be loaded in time"))
                .orElse("");
    }

    /** Waits until nothing more can be loaded before readings are forwarded, or until the patience is used up. */
    public void await(Duration patience) throws InterruptedException {
        long deadline = clock.getAsLong() + patience.toMillis();
        load();
        while (!underWay.isEmpty()) {
            try {
                underWay.values().iterator().next().get(deadline - clock.getAsLong(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a load must end with an outcome", e);
            }
            load();
        }
    }

    /** Returns a new future that completes when the loads in progress have ended; empty if there are none. */
    public Optional<CompletableFuture<Void>> loading() {
        load();
        return underWay.isEmpty()
                ? Optional.empty()
                : Optional.of(CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new)));
    }

    /** Stops waiting for the versions that are still missing. */
    public void giveUp() {
        wanted.addAll(underWay.keySet());
        wanted.forEach(key -> hindered.put(key, "could not be loaded in time"));
        wanted.clear();
        underWay.clear();
    }

    /**
     * Releases the versions whose readings were forwarded; those that other readings need are loaded next. A reading
     * that still waits for one of its versions keeps the others.
     */
    public void release() {
        held.keySet().retainAll(missing.isPresent() ? needed : Set.of());
        heldBytes = held.values().stream().mapToLong(LoadedVersion::bytes).sum();
        hadRoom = true;
    }

    /** Resets the state for the next batch. */
    public void clear() {
        missing = Optional.empty();
        release();
        needed.clear();
        wanted.clear();
        underWay.clear();
        unable.clear();
        hindered.clear();
    }

    private Optional<LoadedVersion> present(VersionKey key) {
        LoadedVersion known = held.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<LoadedVersion> cached = resident.present(key);
        cached.ifPresent(version -> hold(key, version));
        return cached;
    }

    private void hold(VersionKey key, LoadedVersion version) {
        if (held.put(key, version) == null) {
            heldBytes += version.bytes();
        }
        wanted.remove(key);
    }

    /** Accepts completed loads, and starts more as far as memory allows. */
    private void load() {
        Map.copyOf(underWay).forEach((key, load) -> {
            if (load.isDone()) {
                underWay.remove(key);
                take(key, load.join());
            }
        });
        for (Optional<VersionKey> next = toLoad(); next.isPresent(); next = toLoad()) {
            VersionKey key = next.get();
            wanted.remove(key);
            CompletableFuture<Outcome> load = loads.load(key);
            if (load.isDone()) {
                take(key, load.join());
            } else {
                underWay.put(key, load);
            }
        }
    }

    private Optional<VersionKey> toLoad() {
        return underWay.size() < AHEAD ? wanted.stream().filter(this::hasRoom).findFirst() : Optional.empty();
    }

    private boolean hasRoom(VersionKey key) {
        return !isFull() || (held.isEmpty() && underWay.isEmpty()) || (hadRoom && needed.contains(key));
    }

    private void take(VersionKey key, Outcome outcome) {
        if (outcome instanceof Loaded loaded) {
            hold(key, loaded.version());
        } else if (outcome instanceof Hindered why) {
            hindered.put(key, "could not be loaded: " + why.reason());
        } else {
            unable.add(key);
        }
    }
}
