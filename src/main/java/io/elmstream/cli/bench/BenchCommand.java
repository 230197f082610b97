package io.elmstream.cli.bench;

import picocli.CommandLine.Command;

/** Measures this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures Elmstream on this machine, each figure beside the baseline of the same run.")
public final class BenchCommand {}
