package io.elmstream.topology;

import io.elmstream.rollout.Timeline;
import io.elmstream.topology.VersionState.Failed;
import io.elmstream.topology.VersionState.Preparing;
import io.elmstream.topology.VersionState.Ready;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes versions ready to serve, on the executor, and knows what became of it. States may be read by any thread; whoever changes them
 * holds the lock of the {@link ModelIndex}.
 */
final class VersionPreparation {

    /** Hears on the executor's thread that an attempt is over. */
    @FunctionalInterface
    interface Ended {
        void ended(VersionKey key, Preparing attempt, VersionLoader.Result result, long millis);
    }

    private static final Logger LOG = LoggerFactory.getLogger(VersionPreparation.class);

    private final VersionLoader loader;
    private final Executor executor;
    private final LongSupplier clock;
    private final ArtefactFiles files;
    private final ResidentVersions resident;
    private final VersionCounters counters;
    private final Ended ended;
    private final Map<VersionKey, VersionState> states = new ConcurrentHashMap<>();

    /** @param clock in epoch milliseconds */
    VersionPreparation(
            VersionLoader loader,
            Executor executor,
            LongSupplier clock,
            ArtefactFiles files,
            ResidentVersions resident,
            VersionCounters counters,
            Ended ended) {
        this.loader = loader;
        this.executor = executor;
        this.clock = clock;
        this.files = files;
        this.resident = resident;
        this.counters = counters;
        this.ended = ended;
    }

    /** What became of a version; empty where nothing was tried. */
    Optional<VersionState> state(VersionKey key) {
        return Optional.ofNullable(states.get(key));
    }

    boolean isReady(VersionKey key) {
        return states.get(key) instanceof Ready;
    }

    boolean hasFailed(VersionKey key) {
        return states.get(key) instanceof Failed;
    }

    /** Begins with a version, unless that was done; while its bytes are missing nothing happens. */
    void begin(VersionKey key) {
        if (resident.pinned(key).isPresent() || hasFailed(key) || states.get(key) instanceof Preparing) {
            return;
        }
        Optional<LoadedVersion> loaded = resident.present(key);
        if (loaded.isPresent()) {
            resident.pin(key, loaded.get());
            return;
        }
        try {
            Optional<byte[]> bytes = files.read(key);
            if (bytes.isPresent()) {
                Preparing attempt = new Preparing();
                states.put(key, attempt);
                executor.execute(() -> load(key, bytes.get(), attempt));
            }
        } catch (IOException e) {
            fail(key, e.toString());
        }
    }

    private void load(VersionKey key, byte[] bytes, Preparing attempt) {
        long begun = clock.getAsLong();
        try {
            VersionLoader.Result result = loader.load(key.modelId(), key.version(), bytes);
            ended.ended(key, attempt, result, clock.getAsLong() - begun);
        } catch (OutOfMemoryError e) {
            // no fault of the version: the last good one serves, and the next tick tries again
            LOG.error("no memory to make version {} of model {} ready, trying again", key.version(), key.modelId());
            states.remove(key, attempt);
        }
    }

    /** Takes the result of an attempt; gives false if it came too late to be of use. */
    boolean end(VersionKey key, Preparing attempt, VersionLoader.Result result, long millis) {
        if (states.get(key) != attempt) {
            return false;
        }
        if (result instanceof VersionLoader.Loaded loaded) {
            states.put(key, new Ready(millis));
            resident.pin(key, new LoadedVersion(key, loaded, counters.predictions(key)));
        } else {
            fail(key, ((VersionLoader.Unusable) result).reason(), millis);
        }
        return true;
    }

    void fail(VersionKey key, String reason) {
        fail(key, reason, 0);
    }

    private void fail(VersionKey key, String reason, long millis) {
        states.put(key, new Failed(reason, millis));
        LOG.error("version {} of model {} cannot serve here: {}", key.version(), key.modelId(), reason);
    }

    /** Forgets what became of a version. */
    void reset(VersionKey key) {
        states.remove(key);
    }

    void clear() {
        states.clear();
    }

    /** Forgets the versions that the timeline of a model does not name any more. */
    void keepOnly(Timeline timeline) {
        Set<Integer> named = timeline.versions();
        states.keySet().removeIf(
                key -> key.modelId().equals(timeline.modelId().value()) && !named.contains(key.version()));
    }

    /** Loads a version on the thread of the reading that asks for it. */
    Optional<LoadedVersion> loadNow(VersionKey key) {
        long begun = clock.getAsLong();
        try {
            Optional<VersionLoader.Result> result =
                    files.read(key).map(bytes -> loader.load(key.modelId(), key.version(), bytes));
            if (result.isPresent() && result.get() instanceof VersionLoader.Unusable unusable) {
                states.put(key, new Failed(unusable.reason(), clock.getAsLong() - begun));
            }
            return result.filter(VersionLoader.Loaded.class::isInstance)
                    .map(loaded -> new LoadedVersion(key, (VersionLoader.Loaded) loaded, counters.predictions(key)));
        } catch (IOException e) {
            states.put(key, new Failed(e.toString(), clock.getAsLong() - begun));
            return Optional.empty();
        }
    }
}
