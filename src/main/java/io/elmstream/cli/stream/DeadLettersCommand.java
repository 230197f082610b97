package io.elmstream.cli.stream;

import picocli.CommandLine.Command;

/** What one does with dead letters. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Brings readings back that could not be scored.")
public final class DeadLettersCommand {}
