package io.elmstream.cli.model;

import picocli.CommandLine.Command;

/** The group of commands about rule sets. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Checks rule sets. Like models, they are published and activated by the commands of the group"
                + " model, under the id MODEL.rules.")
public final class RulesCommand {}
