package io.elmstream.wire;

/** The registry gave no answer, however often it was asked. Nothing is judged then: the task fails and tries again. */
public final class RegistryUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public RegistryUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
