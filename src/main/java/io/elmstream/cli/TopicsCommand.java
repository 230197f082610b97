package io.elmstream.cli;

import picocli.CommandLine.Command;

/** What one does with topics. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Creates and checks the topics, and says who may do what with them.")
final class TopicsCommand {}
