package io.elmstream.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Thrown if a request cannot be answered; its message is for the client, and says what to do. */
final class RequestException extends Exception {

    private final int status;

    private RequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the exception for a request that is malformed, or does not fit the model. */
    static RequestException bad(String message, @Nullable Object... arguments) {
        return new RequestException(400, String.format(Locale.ROOT, message, arguments));
    }

    /** Returns the exception for a path, model or version that does not exist. */
    static RequestException notFound(String message, @Nullable Object... arguments) {
        return new RequestException(404, String.format(Locale.ROOT, message, arguments));
    }

    /** Returns the exception for a request that is larger than allowed. */
    static RequestException tooLarge(String message, @Nullable Object... arguments) {
        return new RequestException(413, String.format(Locale.ROOT, message, arguments));
    }

    /** Returns the exception for a request that may succeed later. */
    static RequestException unavailable(String message, @Nullable Object... arguments) {
        return new RequestException(503, String.format(Locale.ROOT, message, arguments));
    }

    /** Returns the exception with any other status. */
    static RequestException of(int status, String message, @Nullable Object... arguments) {
        return new RequestException(status, String.format(Locale.ROOT, message, arguments));
    }

    int status() {
        return status;
    }

    /** Returns the message for the client. */
    String error() {
        return String.valueOf(getMessage());
    }
}
