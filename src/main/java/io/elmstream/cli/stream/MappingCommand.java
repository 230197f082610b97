package io.elmstream.cli.stream;

import picocli.CommandLine.Command;

/** The group of commands about mappings. */
@Command(
        name = "mapping",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Suggests and checks how the records of a topic are read; docs/readings.md describes mappings.")
public final class MappingCommand {}
