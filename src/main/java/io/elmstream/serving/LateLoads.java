package io.elmstream.serving;

import io.elmstream.model.VersionKey;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Loads versions that serve no more, since late readings ask for them, on an executor of its own: neither the stream
 * threads nor the versions that are to serve soon wait behind them. A version that several tasks ask for is loaded
 * once. Safe for threads.
 */
public final class LateLoads {

    /** How a load ended. */
    public sealed interface Outcome {}

    record Loaded(LoadedVersion version) implements Outcome {}

    /** The version cannot serve here: a step below decides. */
    public record Unable() implements Outcome {}

    /** The version could not be loaded now; that may pass. */
    public record Hindered(String reason) implements Outcome {}

    private final Executor executor;
    private final Function<VersionKey, Outcome> loader;
    private final Map<VersionKey, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();

    /** @param loader called on the executor's threads */
    public LateLoads(Executor executor, Function<VersionKey, Outcome> loader) {
        this.executor = executor;
        this.loader = loader;
    }

    /** Begins to load a version, unless that is under way. */
    CompletableFuture<Outcome> load(VersionKey key) {
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        CompletableFuture<Outcome> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            return other;
        }
        executor.execute(() -> {
            // whatever is thrown, nobody may wait for this load for ever
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
