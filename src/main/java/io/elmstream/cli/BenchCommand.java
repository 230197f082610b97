package io.elmstream.cli;

import picocli.CommandLine.Command;

/** Measures this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures Elmstream on this machine, each figure beside the baseline of the same run.")
final class BenchCommand {}
