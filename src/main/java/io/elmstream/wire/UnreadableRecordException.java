package io.elmstream.wire;

import org.jspecify.annotations.Nullable;

/** Thrown if bytes are not the expected record. */
public final class UnreadableRecordException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message what is wrong with them
     */
    public UnreadableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
