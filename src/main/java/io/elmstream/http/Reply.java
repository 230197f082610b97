package io.elmstream.http;

import io.elmstream.serving.ScoreRequest;
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
     * Work that blocks, for a worker thread.
     *
     * @param work returns how it goes on
     */
    record Later(Supplier<Reply> work) implements Reply {}
}
