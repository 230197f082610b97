package io.elmstream.http;

import io.elmstream.serving.RequestBatches;
import io.elmstream.serving.ScoreRequest;
import io.netty.util.concurrent.EventExecutor;

/**
 * The micro-batches of one event loop. The loop reads all connections that have data, then scores what they asked for:
 * so what arrives while a batch is scored forms the next one.
 */
final class LoopBatches {

    private final RequestBatches batches;
    private boolean scheduled;

    LoopBatches(RequestBatches batches) {
        this.batches = batches;
    }

    /** Adds a request; to be called on the event loop. */
    void add(EventExecutor loop, ScoreRequest request, Runnable scored) {
        batches.add(request, scored);
        if (!scheduled) {
            scheduled = true;
            loop.execute(this::drain);
        }
    }

    private void drain() {
        scheduled = false;
        batches.drain();
    }
}
