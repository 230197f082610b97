package io.elmstream.cli.stream;

import picocli.CommandLine.Command;

/** The group of commands about sensors. */
@Command(
        name = "sensors",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows what became of the readings of a sensor.")
public final class SensorsCommand {}
