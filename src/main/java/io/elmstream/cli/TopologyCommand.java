package io.elmstream.cli;

import picocli.CommandLine.Command;

/** What the topologies look like. */
@Command(
        name = "topology",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows how topics, processors and stores are connected.")
final class TopologyCommand {}
