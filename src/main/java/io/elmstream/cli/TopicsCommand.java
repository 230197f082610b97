package io.elmstream.cli;

import picocli.CommandLine.Command;

/** What one does with topics. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Creates and checks the topics.")
final class TopicsCommand {}
