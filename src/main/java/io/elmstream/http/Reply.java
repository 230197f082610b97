package io.elmstream.http;

import io.elmstream.serving.ScoreRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a request leads to at first. */
sealed interface Reply permits Answer, Reply.Pending, Reply.Later {

    /**
     * Rows that are to be scored first.
     *
     * @param request the rows
     * @param answer writes the answer once they are scored
     */
    record Pending(ScoreRequest request, Supplier<Answer> answer) implements Reply {}

    /**
     * Something has to be loaded first.
     *
     * @param until completes, never exceptionally, when it is loaded or was waited for long enough
     * @param work returns how it goes on then
     */
    record Later(CompletableFuture<?> until, Supplier<Reply> work) implements Reply {}
}
