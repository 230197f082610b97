package io.elmstream.cli.cluster;

import picocli.CommandLine.Command;

/** The group of commands about topics. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Creates, checks and expands the topics, and prints their ACLs.")
public final class TopicsCommand {}
