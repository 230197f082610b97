package io.elmstream.cli;

import io.elmstream.cli.terminal.Console;
import picocli.CommandLine;

/**
 * More commands, from a jar of their own beside the product's. {@link Main} finds providers on the class path with
 * {@link java.util.ServiceLoader}.
 */
public interface CommandProvider {

    /** A command of the first level, with its subcommands. */
    CommandLine command(Console console);
}
