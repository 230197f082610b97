package io.elmstream.embedded;

import java.io.Serial;

/**
 * Thrown when a server on this machine cannot start or run. The message is for users: it says what failed and, if
 * known, what to do.
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
