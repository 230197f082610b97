package io.elmstream.cli.terminal;

import java.time.Duration;
import picocli.CommandLine;

/** How the values of options are read, the same for all commands. */
public final class OptionTypes {

    private OptionTypes() {}

    /** Registers the converters for a command and its subcommands, and returns the command. */
    public static CommandLine registered(CommandLine command) {
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new Durations())
                .registerConverter(int.class, WholeNumbers.ofInt())
                .registerConverter(Integer.class, WholeNumbers.ofInt())
                .registerConverter(long.class, WholeNumbers.ofLong())
                .registerConverter(Long.class, WholeNumbers.ofLong());
    }
}
