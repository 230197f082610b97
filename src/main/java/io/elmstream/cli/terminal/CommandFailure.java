package io.elmstream.cli.terminal;

import java.util.Set;
import picocli.CommandLine;

/** A command that cannot be carried out, told to the user in one line. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final Set<String> MISUSES = Set.of("USAGE", "BAD_VALUE");

    private final String code;
    private final String field;

    /**
     * @param code a word for programs, upper case
     * @param message for people: what is wrong and what to do
     * @param field the option, key or field at fault; empty where there is none
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

    /** 2 where the call was wrong, 1 where it could not be carried out. */
    public int exitCode() {
        return MISUSES.contains(code) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    public String field() {
        return field;
    }
}
