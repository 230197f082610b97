package io.elmstream.cli.stream;

import picocli.CommandLine.Command;

/** The group of commands about alerts. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows and clears alerts that were raised and not cleared.")
public final class AlertsCommand {}
