package io.elmstream.cli;

import picocli.CommandLine.Command;

/** What one does with models. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Publishes, tries, activates, takes back and inspects models.")
final class ModelCommand {}
