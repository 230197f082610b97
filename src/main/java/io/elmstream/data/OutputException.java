package io.elmstream.data;

/** A file that cannot be written. The message names the option, the file, and what is in the way. */
public final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What is in the way. */
    public enum Fault {
        /** There is a file already, and this one must not be overwritten. */
        FILE_EXISTS,
        /** The folder is missing or cannot be written to, the disk is full, or the like. */
        CANNOT_WRITE
    }

    private final Fault fault;
    private final String option;

    OutputException(Fault fault, String option, String problem) {
        super(option + ": " + problem);
        this.fault = fault;
        this.option = option;
    }

    /** What is in the way. */
    public Fault fault() {
        return fault;
    }

    /** The option that named the file. */
    public String option() {
        return option;
    }
}
