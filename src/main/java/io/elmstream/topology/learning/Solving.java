package io.elmstream.topology.learning;

import io.elmstream.training.SumsToSolve;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one solution of a model that is computed off the stream thread. */
final class Solving {

    private static final Logger LOG = LoggerFactory.getLogger(Solving.class);

    private final Executor executor;
    private @Nullable CompletableFuture<SumsToSolve.Solution> pending;

    Solving(Executor executor) {
        this.executor = executor;
    }

    boolean isPending() {
        return pending != null;
    }

    void begin(SumsToSolve sums) {
        try {
            pending = CompletableFuture.supplyAsync(sums::solve, executor);
        } catch (RejectedExecutionException e) {
            LOG.debug("no solution is begun while this instance stops", e);
        }
    }

    /** Returns the solution if it is there, once. One that failed is logged; the next may succeed. */
    Optional<SumsToSolve.Solution> take() {
        CompletableFuture<SumsToSolve.Solution> done = pending;
        if (done == null || !done.isDone()) {
            return Optional.empty();
        }
        pending = null;
        try {
            return Optional.of(done.join());
        } catch (CompletionException e) {
            LOG.warn("could not solve for output weights: {}", String.valueOf(e.getCause()));
            return Optional.empty();
        }
    }

    void forget() {
        pending = null;
    }
}
