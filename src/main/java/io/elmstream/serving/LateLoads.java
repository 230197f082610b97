package io.elmstream.serving;

import io.elmstream.model.VersionKey;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Loads versions that no longer serve, for late readings, on an executor of its own: neither stream threads nor
 * versions that are about to serve wait for these loads. A version that several tasks need is loaded once. Thread-safe.
 */
public final class LateLoads {

    /** The result of a load. */
    public sealed interface Outcome {}

    record Loaded(LoadedVersion version) implements Outcome {}

    /** The version cannot serve here: an earlier step decides. */
    public record Unable() implements Outcome {}

    /** The version could not be loaded now; the cause may be temporary. */
    public record Hindered(String reason) implements Outcome {}

    private final Executor executor;
    private final Function<VersionKey, Outcome> loader;
    private final Map<VersionKey, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();

    /**
     * Creates the loader.
     *
     * @param loader called on the executor's threads
     */
    public LateLoads(Executor executor, Function<VersionKey, Outcome> loader) {
        this.executor = executor;
        this.loader = loader;
    }

    /** Starts to load a version, unless a load is already in progress. */
    CompletableFuture<Outcome> load(VersionKey key) {
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        CompletableFuture<Outcome> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            return other;
        }
        executor.execute(() -> {
            // whatever is thrown, no caller may wait for this load forever
            Outcome outcome = new Hindered("the attempt to load it failed");
            try {
                outcome = loader.apply(key);
            } finally {
                underWay.remove(key);
                mine.complete(outcome);
            }
        });
        return mine;
    }
}
