package io.elmstream.cli.stream;

import picocli.CommandLine.Command;

/** The group of commands about dead letters. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Replays readings that could not be scored.")
public final class DeadLettersCommand {}
