package io.elmstream.http;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a {@link Site} does about a request. */
public sealed interface WebReply permits Answer, WebReply.Work, WebReply.Events {

    /**
     * An answer that takes a while. A request for which no thread is left is refused.
     *
     * @param answer returns the answer, on a thread of its own
     */
    record Work(Supplier<Answer> answer) implements WebReply {}

    /**
     * Server-sent events, until the client leaves. A request for which no thread is left is refused.
     *
     * @param headers besides the content type
     * @param opened is told of the listener, on a thread of its own; {@link Listener#send} returns false if the client
     *     has left meanwhile
     * @param closed is told once that the listener is gone, perhaps before {@code opened} is, and must not block
     */
    record Events(Map<String, String> headers, Consumer<Listener> opened, Consumer<Listener> closed)
            implements WebReply {}

    /** A client that listens to events. Thread-safe. */
    interface Listener {

        /**
         * Sends bytes. A client that does not read fast enough is closed instead.
         *
         * @param bytes not copied, not to be changed; listeners can share them
         * @return whether the client still listens
         */
        boolean send(byte[] bytes);

        /** Ends the connection. */
        void close();
    }
}
