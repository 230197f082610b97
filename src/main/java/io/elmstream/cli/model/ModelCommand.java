package io.elmstream.cli.model;

import picocli.CommandLine.Command;

/** The group of commands about models. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Publishes, tests, activates, rolls back and inspects models.")
public final class ModelCommand {}
