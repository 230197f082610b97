package io.elmstream.cli.cluster;

import picocli.CommandLine.Command;

/** What one does with topics. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Creates, checks and expands the topics, and prints their ACLs.")
public final class TopicsCommand {}
