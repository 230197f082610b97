package io.elmstream.serving;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.VersionState.Failed;
import io.elmstream.serving.VersionState.Preparing;
import io.elmstream.serving.VersionState.Ready;
import io.elmstream.serving.VersionState.Retry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares versions on the executor, and records the results. Any thread may read states; changing them requires the
 * lock of the {@link ModelIndex}.
 */
final class VersionPreparation {

    /** Called on the executor's thread when an attempt has ended. */
    @FunctionalInterface
    interface Ended {

        /**
         * Accepts the result, holding the lock.
         *
         * @param take records the result; returns false if it came too late to be used
         */
        void ended(VersionKey key, BooleanSupplier take);
    }

    private static final Logger LOG = LoggerFactory.getLogger(VersionPreparation.class);

    private static final String MISSING = "its file is not on the models topic; publish the same file again";

    private final VersionLoader loader;
    private final Executor executor;
    private final LongSupplier clock;
    private final ArtefactFiles files;
    private final ResidentVersions resident;
    private final VersionCounters counters;
    private final Ended ended;
    private final Map<VersionKey, VersionState> states = new ConcurrentHashMap<>();

    /**
     * Creates an empty record.
     *
     * @param clock in epoch milliseconds
     */
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

    /** Returns the state of a version; empty if no attempt was made. */
    Optional<VersionState> state(VersionKey key) {
        return Optional.ofNullable(states.get(key));
    }

    boolean isReady(VersionKey key) {
        return states.get(key) instanceof Ready;
    }

    boolean hasFailed(VersionKey key) {
        return states.get(key) instanceof Failed;
    }

    /** Returns whether a version has failed permanently. */
    boolean hasFailedForGood(VersionKey key) {
        return states.get(key) instanceof Failed failed && failed.retry().isEmpty();
    }

    /** Starts to prepare a version, unless that was done before. Does nothing while its bytes are missing. */
    void begin(VersionKey key) {
        VersionState before = states.get(key);
        boolean waits = before instanceof Failed failed && !isDue(failed);
        if (resident.pinned(key).isPresent() || before instanceof Preparing || waits) {
            return;
        }
        int failures =
                before instanceof Failed failed ? failed.retry().orElseThrow().failures() : 0;
        Optional<LoadedVersion> loaded = resident.present(key);
        if (loaded.isPresent()) {
            resident.pin(key, loaded.get());
            if (!(before instanceof Ready)) {
                // loaded for a late reading
                states.put(key, new Ready(0));
            }
            return;
        }
        try {
            Optional<byte[]> bytes = files.read(key);
            if (bytes.isPresent()) {
                Preparing attempt = new Preparing(failures);
                states.put(key, attempt);
                executor.execute(() -> load(key, bytes.get(), attempt));
            }
        } catch (IOException e) {
            hinder(key, e.toString(), failures);
        }
    }

    private boolean isDue(Failed failed) {
        return failed.retry().filter(retry -> retry.at() <= clock.getAsLong()).isPresent();
    }

    private void load(VersionKey key, byte[] bytes, Preparing attempt) {
        long begun = clock.getAsLong();
        try {
            VersionLoader.Result result = loader.load(key, bytes);
            end(key, attempt, result, clock.getAsLong() - begun);
        } catch (OutOfMemoryError e) {
            end(
                    key,
                    attempt,
                    new VersionLoader.Hindered("there is not enough memory to prepare it"),
                    clock.getAsLong() - begun);
        }
    }

    private void end(VersionKey key, Preparing attempt, VersionLoader.Result result, long millis) {
        ended.ended(key, () -> take(key, attempt, result, millis));
    }

    private boolean take(VersionKey key, Preparing attempt, VersionLoader.Result result, long millis) {
        if (states.get(key) != attempt) {
            return false;
        }
        if (result instanceof VersionLoader.Loaded loaded) {
            states.put(key, new Ready(millis));
            resident.pin(key, new LoadedVersion(key, loaded, counters));
        } else if (result instanceof VersionLoader.Hindered hindered) {
            hinder(key, hindered.reason(), attempt.failures());
        } else {
            fail(key, ((VersionLoader.Unusable) result).reason(), millis);
        }
        return true;
    }

    void fail(VersionKey key, String reason) {
        fail(key, reason, 0);
    }

    private void fail(VersionKey key, String reason, long millis) {
        states.put(key, new Failed(reason, millis, Optional.empty()));
        LOG.error("version {} of model {} cannot serve here: {}", key.version(), key.modelId(), reason);
    }

    /** Records a temporary failure. */
    void hinder(VersionKey key, String reason) {
        hinder(
                key,
                reason,
                states.get(key) instanceof Failed failed
                        ? failed.retry().map(Retry::failures).orElse(0)
                        : 0);
    }

    private void hinder(VersionKey key, String reason, int failures) {
        Retry next = Retry.after(failures + 1, clock.getAsLong());
        states.put(key, new Failed(reason, 0, Optional.of(next)));
        LOG.warn(
                "version {} of model {} cannot serve here now, trying again in {} s: {}",
                key.version(),
                key.modelId(),
                (next.at() - clock.getAsLong()) / 1_000,
                reason);
    }

    /**
     * Records that the bytes of versions are missing, although a timeline names them and the models topic was read to
     * its end.
     *
     * @param needed versions whose preparation was requested
     * @return whether there are any
     */
    boolean hinderMissing(Set<VersionKey> needed) {
        List<VersionKey> missing = needed.stream()
                .filter(key -> !states.containsKey(key) && resident.pinned(key).isEmpty())
                .toList();
        missing.forEach(key -> hinder(key, MISSING));
        return !missing.isEmpty();
    }

    /** Allows late readings to request versions of a model again whose failure may have been temporary. */
    void forgetDue(ModelId modelId, Set<VersionKey> needed) {
        states.forEach((key, state) -> {
            if (key.modelId().equals(modelId)
                    && !needed.contains(key)
                    && state instanceof Failed failed
                    && isDue(failed)) {
                states.remove(key, state);
            }
        });
    }

    /** Removes the state of a version. */
    void reset(VersionKey key) {
        states.remove(key);
    }

    void clear() {
        states.clear();
    }

    /** Removes the states of versions that the timeline of a model no longer names. */
    void keepOnly(Timeline timeline) {
        Set<Integer> named = timeline.versions();
        states.keySet().removeIf(key -> key.modelId().equals(timeline.modelId()) && !named.contains(key.version()));
    }

    /** Loads a version that no longer serves, and caches it. Needs no lock. */
    LateLoads.Outcome loadLate(VersionKey key) {
        long begun = clock.getAsLong();
        try {
            Optional<byte[]> bytes = files.read(key);
            if (bytes.isEmpty()) {
                return new LateLoads.Unable();
            }
            VersionLoader.Result result = loader.loadLate(key, bytes.get());
            if (result instanceof VersionLoader.Loaded loaded) {
                LoadedVersion version = new LoadedVersion(key, loaded, counters);
                resident.keep(key, version);
                return new LateLoads.Loaded(version);
            }
            fail(key, ((VersionLoader.Unusable) result).reason(), clock.getAsLong() - begun);
            return new LateLoads.Unable();
        } catch (IOException | RuntimeException e) {
            return new LateLoads.Hindered(e.toString());
        } catch (OutOfMemoryError e) {
            return new LateLoads.Hindered("there is not enough memory");
        }
    }
}
