package io.elmstream.data;

/** Thrown if a file cannot be written. The message names the option, the file, and the cause. */
public final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The cause. */
    public enum Fault {
        /** The file exists already, and must not be overwritten. */
        FILE_EXISTS,
        /** The directory is missing or not writable, the disk is full, or the like. */
        CANNOT_WRITE
    }

    private final Fault fault;
    private final String option;

    OutputException(Fault fault, String option, String problem) {
        super(option + ": " + problem);
        this.fault = fault;
        this.option = option;
    }

    /** Returns the cause. */
    public Fault fault() {
        return fault;
    }

    /** Returns the option that named the file. */
    public String option() {
        return option;
    }
}
