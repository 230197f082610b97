package io.elmstream.cli;

import io.elmstream.cli.terminal.CommandFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A placeholder for a command whose jar is not on the class path. It fails with any options. */
@Command(hidden = true)
final class MissingCommand implements Callable<Integer> {

    private final String needed;

    private MissingCommand(String needed) {
        this.needed = needed;
    }

    /** @param needed name of the missing jar */
    static CommandLine needing(String needed) {
        return new CommandLine(new MissingCommand(needed)).setUnmatchedArgumentsAllowed(true);
    }

    static CommandFailure failure(String needed) {
        return new CommandFailure(
                "NOT_INCLUDED",
                "this command needs " + needed + ", which is not part of this installation; run the command from"
                        + " Elmstream's source folder");
    }

    @Override
    public Integer call() {
        throw failure(needed);
    }
}
