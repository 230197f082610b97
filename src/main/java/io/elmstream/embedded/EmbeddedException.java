package io.elmstream.embedded;

import java.io.Serial;

/**
 * A server on this machine that cannot start or run. The message is for the person who asked for it: it says what
 * failed, and what to do where that is known.
 */
public final class EmbeddedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EmbeddedException(String message) {
        super(message);
    }

    EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
