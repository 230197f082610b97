package io.elmstream.cli.support;

import picocli.CommandLine.Command;

/** The group of commands for those who help users. */
@Command(
        name = "support",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Collects what others need to help you.")
public final class SupportCommand {}
