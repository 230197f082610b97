package io.elmstream.data;

/**
 * Thrown if a data file cannot be used as requested. The message names the file and, if known, row, column and value.
 */
public final class DataException extends RuntimeException {

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
