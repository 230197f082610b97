package io.elmstream.cli.model;

import picocli.CommandLine.Command;

/** The group of commands about models. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Publishes, tests, activates, rolls back and inspects models. Rule sets too, whose id is that of"
                + " their model followed by .rules.")
public final class ModelCommand {}
