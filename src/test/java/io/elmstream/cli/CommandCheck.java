package io.elmstream.cli;

import io.elmstream.cli.terminal.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import picocli.CommandLine;

/** Tells whether a line of a page is a command, without carrying it out. */
public final class CommandCheck {

    private CommandCheck() {}

    /** What the command line says against it; empty if it can be called. */
    public static Optional<String> problem(String... words) {
        Console silent = new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
        try {
            Main.commandLine(silent).parseArgs(words);
            return Optional.empty();
        } catch (CommandLine.ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }
}
