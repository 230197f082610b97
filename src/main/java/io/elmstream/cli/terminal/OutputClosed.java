package io.elmstream.cli.terminal;

import java.io.IOException;
import java.util.Locale;

/** Thrown when stdout is closed. */
public final class OutputClosed extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutputClosed(IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }

    /**
     * Returns whether the reader closed the pipe, as {@code head -1} does after a line: the command then ends without a
     * message.
     */
    public boolean isByReader() {
        String message = String.valueOf(getMessage());
        return message.toLowerCase(Locale.ROOT).contains("pipe") || message.contains("Connection reset");
    }
}
