package io.elmstream.data;

/**
 * A data file that cannot be used as asked. The message names the file and, where there is one, row, column and value.
 */
public final class DataException extends RuntimeException {

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
