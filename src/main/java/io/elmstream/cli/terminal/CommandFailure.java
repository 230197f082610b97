package io.elmstream.cli.terminal;

import java.util.Set;
import picocli.CommandLine;

/** Thrown when a command cannot be executed; the message is a single line for the user. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final Set<String> MISUSES = Set.of("USAGE", "BAD_VALUE");

    private final String code;
    private final String field;

    /**
     * @param code stable code for programs, upper case
     * @param message text for people: what is wrong and what to do
     * @param field the option, key or field at fault; empty if there is none
     */
    public CommandFailure(String code, String message, String field) {
        super(message);
        this.code = code;
        this.field = field;
    }

    public CommandFailure(String code, String message) {
        this(code, message, "");
    }

    public String code() {
        return code;
    }

    /** Returns the exit code: 2 for wrong usage, 1 for any other failure. */
    public int exitCode() {
        return MISUSES.contains(code) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    public String field() {
        return field;
    }
}
