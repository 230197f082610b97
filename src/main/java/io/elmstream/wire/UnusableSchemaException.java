package io.elmstream.wire;

/** Thrown if what a registry holds is not a usable schema; the message describes the content. */
final class UnusableSchemaException extends Exception {

    private static final long serialVersionUID = 1;

    UnusableSchemaException(String message) {
        super(message);
    }
}
