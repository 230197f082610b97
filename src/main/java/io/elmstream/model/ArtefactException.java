package io.elmstream.model;

/** Thrown if bytes cannot be read as an artefact. The message names what is wrong and where. */
public final class ArtefactException extends Exception {

    private final ArtefactFault fault;

    /**
     * Creates the exception.
     *
     * @param fault its kind
     * @param message what is wrong, and where
     */
    public ArtefactException(ArtefactFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** {@return the kind of fault} */
    public ArtefactFault fault() {
        return fault;
    }
}
