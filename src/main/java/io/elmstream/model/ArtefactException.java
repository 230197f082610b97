package io.elmstream.model;

/** Bytes that cannot be read as an artefact. The message names what is wrong and where. */
public final class ArtefactException extends Exception {

    private final ArtefactFault fault;

    /**
     * A fault of an artefact.
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
