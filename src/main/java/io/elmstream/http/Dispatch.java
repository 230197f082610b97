package io.elmstream.http;

import io.elmstream.serving.RequestBatches;
import io.netty.util.concurrent.EventExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has requests answered. Small ones are read, scored and written on the event loop; large ones, and those that waited
 * for a version, on a worker thread, so that they delay no others. Each is answered once, whatever is thrown.
 */
final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    /** A body with more bytes is large. */
    private static final int LARGE = 128 * 1024;

    private final Answering server;
    private final LoopBatches batches;

    /** @param batches of the event loop that requests come from */
    Dispatch(Answering server, LoopBatches batches) {
        this.server = server;
        this.batches = batches;
    }

    /**
     * Has a request answered.
     *
     * @param loop on which this is called
     * @param answered takes the answer on the loop
     */
    void answer(EventExecutor loop, Request request, Consumer<Answer> answered) {
        Supplier<Reply> work = () -> server.routes().answer(request);
        if (request.body().length > LARGE) {
            onWorker(loop, work, answered);
            return;
        }
        Reply reply = attempt(work);
        if (reply instanceof Answer answer) {
            answered.accept(answer);
        } else if (reply instanceof Reply.Pending pending) {
            batches.add(loop, pending.request(), () -> answered.accept(written(pending)));
        } else if (reply instanceof Reply.Later later) {
            afterwards(loop, later, answered);
        }
    }

    private void afterwards(EventExecutor loop, Reply.Later later, Consumer<Answer> answered) {
        later.until().thenRun(() -> onWorker(loop, later.work(), answered));
    }

    /** Does everything that is left on a worker thread, except passing the answer on. */
    private void onWorker(EventExecutor loop, Supplier<Reply> work, Consumer<Answer> answered) {
        server.workers().execute(() -> {
            Reply reply = attempt(work);
            if (reply instanceof Reply.Later later) {
                afterwards(loop, later, answered);
                return;
            }
            Answer answer = reply instanceof Reply.Pending pending ? alone(pending) : (Answer) reply;
            loop.execute(() -> answered.accept(answer));
        });
    }

    private Answer alone(Reply.Pending pending) {
        // a cache would be filled for this request alone
        RequestBatches alone = server.withoutCache();
        alone.add(pending.request(), () -> {});
        alone.drain();
        return written(pending);
    }

    private static Answer written(Reply.Pending pending) {
        // an answer is a reply, and so is the one about a failure
        return (Answer) attempt(() -> pending.answer().get());
    }

    private static Reply attempt(Supplier<Reply> work) {
        try {
            return work.get();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("a request could not be answered", e);
            return Answer.error(500, "the server failed; its log has the cause");
        }
    }
}
