package io.elmstream.cli.terminal;

import java.io.IOException;
import java.util.Locale;

/** Stdout takes nothing any more. */
public final class OutputClosed extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutputClosed(IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }

    /** Whether its reader has had enough, as {@code head -1} has after a line: the command ends without a word then. */
    public boolean isByReader() {
        String message = String.valueOf(getMessage());
        return message.toLowerCase(Locale.ROOT).contains("pipe") || message.contains("Connection reset");
    }
}
