package io.elmstream.wire;

import org.jspecify.annotations.Nullable;

/** Bytes that are not the record they should be. */
public final class UnreadableRecordException extends Exception {

    private static final long serialVersionUID = 1;

    /** @param message what is wrong with them */
    public UnreadableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
