package io.elmstream.http;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.serving.CacheSettings;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.RequestBatches;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What the connections of a server share.
 *
 * @param batchSize rows at which a micro-batch takes no further requests
 * @param cache of each event loop
 * @param workers for work that would delay an event loop
 * @param draining whether the server is about to stop
 */
record Answering(
        Routes routes,
        Admission admission,
        RequestMetrics metrics,
        ForwardPass forwardPass,
        int batchSize,
        CacheSettings cache,
        Executor workers,
        BooleanSupplier draining) {

    boolean isDraining() {
        return draining.getAsBoolean();
    }

    /** Returns new, empty batches. */
    RequestBatches batches() {
        return new RequestBatches(
                new GroupScorer(forwardPass, cache, System::nanoTime, metrics::cached), batchSize, metrics::batch);
    }

    /** Returns new, empty batches that round as the others do, and keep no predictions. */
    RequestBatches withoutCache() {
        return new RequestBatches(GroupScorer.withoutCache(forwardPass, cache.rounding()), batchSize, metrics::batch);
    }
}
