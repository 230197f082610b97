package io.elmstream.wire;

/** Thrown if the registry did not answer, after all retries. Nothing is judged then: the task fails and tries again. */
public final class RegistryUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public RegistryUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
