package io.elmstream.cli.bench;

import io.elmstream.cli.CommandProvider;
import io.elmstream.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures Elmstream on this machine, and compares each result with a baseline from the same run.")
public final class BenchCommand implements CommandProvider {

    @Override
    public CommandLine command(Console console) {
        return new CommandLine(this)
                .addSubcommand(new BenchKernelCommand(console))
                .addSubcommand(new BenchCacheCommand(console))
                .addSubcommand(new BenchQualityCommand(console))
                .addSubcommand(new BenchTracingCommand(console))
                .addSubcommand(new BenchActivityCommand(console))
                .addSubcommand(new BenchDriftCommand(console))
                .addSubcommand(new BenchCodecCommand(console))
                .addSubcommand(new BenchRulesCommand(console))
                .addSubcommand(new BenchTrainCommand(console))
                .addSubcommand(new BenchLearnCommand(console))
                .addSubcommand(new BenchPredictCommand(console))
                .addSubcommand(new BenchJobCommand(console))
                .addSubcommand(new BenchLatencyCommand(console))
                .addSubcommand(new BenchPeersCommand(console))
                .addSubcommand(new BenchSustainedCommand(console))
                .addSubcommand(new BenchServeCommand(console))
                .addSubcommand(new BenchSwapCommand(console))
                .addSubcommand(new BenchPageCommand(console))
                .addSubcommand(new BenchBatchingCommand(console));
    }
}
