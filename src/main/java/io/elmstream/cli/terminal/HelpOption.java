package io.elmstream.cli.terminal;

import picocli.CommandLine.Option;

/** The help option for commands with an option {@code --version}, which the standard help mixin also defines. */
public final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    public boolean help;
}
