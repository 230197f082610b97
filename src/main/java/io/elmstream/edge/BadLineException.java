package io.elmstream.edge;

/** Thrown if a line cannot be read as a row. The message names the column, the value and what it must be. */
final class BadLineException extends Exception {

    private static final long serialVersionUID = 1;

    BadLineException(String problem) {
        super(problem);
    }
}
