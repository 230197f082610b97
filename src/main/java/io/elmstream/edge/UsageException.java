package io.elmstream.edge;

/** Thrown if the arguments of the command are wrong. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String problem) {
        super(problem);
    }
}
