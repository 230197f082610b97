package io.elmstream.cli.cluster;

import picocli.CommandLine.Command;

/** The group of commands about the topologies. */
@Command(
        name = "topology",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows how topics, processors and stores are connected.")
public final class TopologyCommand {}
