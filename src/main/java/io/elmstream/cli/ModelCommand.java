package io.elmstream.cli;

import picocli.CommandLine.Command;

/** What one does with models. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Publishes, activates and inspects models.")
final class ModelCommand {}
