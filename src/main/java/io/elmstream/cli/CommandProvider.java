package io.elmstream.cli;

import io.elmstream.cli.terminal.Console;
import picocli.CommandLine;

/**
 * A provider of additional commands from a separate jar. {@link Main} finds providers on the class path with
 * {@link java.util.ServiceLoader}.
 */
public interface CommandProvider {

    /** Returns a top-level command with its subcommands. */
    CommandLine command(Console console);
}
