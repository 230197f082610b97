package io.elmstream.cli.cluster;

import picocli.CommandLine.Command;

/** What one does with topics. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Creates, checks and grows the topics, and says who may do what with them.")
public final class TopicsCommand {}
