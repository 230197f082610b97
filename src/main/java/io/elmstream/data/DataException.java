package io.elmstream.data;

/**
 * Thrown if a data file cannot be used as requested. The message names the file, the option that names it, and, if
 * known, row, line, column and value.
 */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String option;

    /** @param option that names the file; empty if none does */
    public DataException(String option, String message) {
        super(message);
        this.option = option;
    }

    /** @param option that names the file; empty if none does */
    public DataException(String option, String message, Throwable cause) {
        super(message, cause);
        this.option = option;
    }

    /** Returns the option that named the file; empty if none did. */
    public String option() {
        return option;
    }
}
