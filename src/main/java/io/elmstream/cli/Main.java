package io.elmstream.cli;

import io.elmstream.cli.cluster.ConfigCommand;
import io.elmstream.cli.cluster.DoctorCommand;
import io.elmstream.cli.cluster.LagCommand;
import io.elmstream.cli.cluster.LocalCommand;
import io.elmstream.cli.cluster.ResetCommand;
import io.elmstream.cli.cluster.RunCommand;
import io.elmstream.cli.cluster.ServeCommand;
import io.elmstream.cli.cluster.TopicsAclsCommand;
import io.elmstream.cli.cluster.TopicsCheckCommand;
import io.elmstream.cli.cluster.TopicsCommand;
import io.elmstream.cli.cluster.TopicsCreateCommand;
import io.elmstream.cli.cluster.TopicsGrowCommand;
import io.elmstream.cli.cluster.TopologyCommand;
import io.elmstream.cli.cluster.TopologyDescribeCommand;
import io.elmstream.cli.demo.DemoCommand;
import io.elmstream.cli.model.ModelActivateCommand;
import io.elmstream.cli.model.ModelCanaryCommand;
import io.elmstream.cli.model.ModelCommand;
import io.elmstream.cli.model.ModelCompareCommand;
import io.elmstream.cli.model.ModelExplainCommand;
import io.elmstream.cli.model.ModelExportCommand;
import io.elmstream.cli.model.ModelHistoryCommand;
import io.elmstream.cli.model.ModelInspectCommand;
import io.elmstream.cli.model.ModelKeysCommand;
import io.elmstream.cli.model.ModelLearnCommand;
import io.elmstream.cli.model.ModelPromoteCommand;
import io.elmstream.cli.model.ModelPublishCommand;
import io.elmstream.cli.model.ModelQualityCommand;
import io.elmstream.cli.model.ModelRetireCommand;
import io.elmstream.cli.model.ModelRollbackCommand;
import io.elmstream.cli.model.ModelShadowCommand;
import io.elmstream.cli.model.ModelStatusCommand;
import io.elmstream.cli.model.ModelWaitCommand;
import io.elmstream.cli.model.RulesCheckCommand;
import io.elmstream.cli.model.RulesCommand;
import io.elmstream.cli.offline.DryRunCommand;
import io.elmstream.cli.offline.EvaluateCommand;
import io.elmstream.cli.offline.ModelDistillCommand;
import io.elmstream.cli.offline.ModelDraftCommand;
import io.elmstream.cli.offline.PredictCommand;
import io.elmstream.cli.offline.QuantizeCommand;
import io.elmstream.cli.offline.TrainCommand;
import io.elmstream.cli.shell.CompletionCommand;
import io.elmstream.cli.shell.ManCommand;
import io.elmstream.cli.stream.AlertsClearCommand;
import io.elmstream.cli.stream.AlertsCommand;
import io.elmstream.cli.stream.AlertsListCommand;
import io.elmstream.cli.stream.DeadLettersCommand;
import io.elmstream.cli.stream.FeedCommand;
import io.elmstream.cli.stream.MappingCheckCommand;
import io.elmstream.cli.stream.MappingCommand;
import io.elmstream.cli.stream.MappingSuggestCommand;
import io.elmstream.cli.stream.ReplayCommand;
import io.elmstream.cli.stream.SensorsCommand;
import io.elmstream.cli.stream.SensorsShowCommand;
import io.elmstream.cli.stream.WatchCommand;
import io.elmstream.cli.support.SupportBundleCommand;
import io.elmstream.cli.support.SupportCommand;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.Misuse;
import io.elmstream.cli.terminal.OptionTypes;
import io.elmstream.cli.terminal.OutputClosed;
import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.cli.terminal.Terminal;
import io.elmstream.cli.terminal.TimeLimit;
import io.elmstream.config.ConfigurationException;
import io.elmstream.data.DataException;
import io.elmstream.data.OutputException;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.embedded.EmbeddedException;
import io.elmstream.training.TrainingException;
import io.elmstream.wire.RegistryUnreachableException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The launcher's entry point. */
@Command(
        name = "elmstream",
        description = "Scores sensor readings on Kafka in micro-batches with Extreme Learning Machines.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failure; the reason is on stderr, or with --json on stdout",
            "2:wrong usage",
            "3:out of memory, which ends the JVM; HEAP_OPTS=-Xmx2g gives it more",
            "4:predict: done, but some rows could not be scored"
        },
        footer = {"", "Start with:  elmstream demo"})
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final String BENCH = "bench";

    private Main() {}

    /** Runs one command and exits the process with its exit code. */
    public static void main(String[] args) {
        // the same number format everywhere, so that output can be compared and parsed
        Locale.setDefault(Locale.ROOT);
        Terminal.open();
        System.exit(execute(Terminal.results(), Terminal.errors(), args));
    }

    /** Runs one command and returns its exit code: 0, 1, 2 or 4. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        Console console = new Console(out, err);
        boolean json = Arrays.asList(args).contains("--json");
        CommandLine commands = commandLine(console)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, result) -> failed(console, json, failure))
                .setParameterExceptionHandler((failure, given) -> misused(console, json, failure));
        try {
            return commands.execute(args);
        } catch (NoClassDefFoundError e) {
            return failed(console, json, notIncluded(e));
        }
    }

    private static CommandFailure notIncluded(NoClassDefFoundError missing) {
        if (!(missing.getCause() instanceof ClassNotFoundException)) {
            throw missing;
        }
        // the broker and the test driver are not part of the image
        return MissingCommand.failure(String.valueOf(missing.getMessage()).replace('/', '.'));
    }

    /** Creates the command line with all commands. Settings on the result apply to all of them. */
    static CommandLine commandLine(Console console) {
        CommandLine all = new CommandLine(new Main())
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new EvaluateCommand(console))
                .addSubcommand(new PredictCommand(console))
                .addSubcommand(new DryRunCommand(console))
                .addSubcommand(new LocalCommand(console))
                .addSubcommand(new RunCommand(console))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(new ConfigCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new LagCommand(console))
                .addSubcommand(new CommandLine(new TopicsCommand())
                        .addSubcommand(new TopicsCreateCommand(console))
                        .addSubcommand(new TopicsCheckCommand(console))
                        .addSubcommand(new TopicsGrowCommand(console))
                        .addSubcommand(new TopicsAclsCommand(console)))
                .addSubcommand(new CommandLine(new ModelCommand())
                        .addSubcommand(new ModelPublishCommand(console))
                        .addSubcommand(new ModelActivateCommand(console))
                        .addSubcommand(new ModelShadowCommand(console))
                        .addSubcommand(new ModelCanaryCommand(console))
                        .addSubcommand(new ModelCompareCommand(console))
                        .addSubcommand(new ModelPromoteCommand(console))
                        .addSubcommand(new ModelRollbackCommand(console))
                        .addSubcommand(new ModelRetireCommand(console))
                        .addSubcommand(new ModelLearnCommand(console))
                        .addSubcommand(new ModelQualityCommand(console))
                        .addSubcommand(new ModelStatusCommand(console))
                        .addSubcommand(new ModelHistoryCommand(console))
                        .addSubcommand(new ModelWaitCommand(console))
                        .addSubcommand(new ModelKeysCommand(console))
                        .addSubcommand(new ModelInspectCommand(console))
                        .addSubcommand(new ModelExplainCommand(console))
                        .addSubcommand(new ModelExportCommand(console))
                        .addSubcommand(new ModelDraftCommand(console))
                        .addSubcommand(new ModelDistillCommand(console))
                        .addSubcommand(new QuantizeCommand(console)))
                .addSubcommand(new CommandLine(new RulesCommand()).addSubcommand(new RulesCheckCommand(console)))
                .addSubcommand(new CommandLine(new MappingCommand())
                        .addSubcommand(new MappingSuggestCommand(console))
                        .addSubcommand(new MappingCheckCommand(console)))
                .addSubcommand(new FeedCommand(console))
                .addSubcommand(new WatchCommand(console))
                .addSubcommand(new ResetCommand(console))
                .addSubcommand(new CommandLine(new DeadLettersCommand()).addSubcommand(new ReplayCommand(console)))
                .addSubcommand(new CommandLine(new AlertsCommand())
                        .addSubcommand(new AlertsListCommand(console))
                        .addSubcommand(new AlertsClearCommand(console)))
                .addSubcommand(new CommandLine(new SensorsCommand()).addSubcommand(new SensorsShowCommand(console)))
                .addSubcommand(new CommandLine(new SupportCommand()).addSubcommand(new SupportBundleCommand(console)))
                .addSubcommand(new CompletionCommand(console))
                .addSubcommand(new ManCommand(console))
                .addSubcommand(
                        new CommandLine(new TopologyCommand()).addSubcommand(new TopologyDescribeCommand(console)));
        for (CommandProvider more : ServiceLoader.load(CommandProvider.class)) {
            all.addSubcommand(more.command(console));
        }
        if (!all.getSubcommands().containsKey(BENCH)) {
            all.addSubcommand(BENCH, MissingCommand.needing("elmstream-bench.jar"));
        }
        withVersion(all);
        return OptionTypes.registered(all).setExecutionStrategy(Main::executed);
    }

    /** Lets the option --version of each command print the product's version. */
    private static void withVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new ProductVersion());
        command.getSubcommands().values().forEach(Main::withVersion);
    }

    private static int executed(ParseResult given) {
        try {
            return new TimeLimit().execute(given);
        } catch (OutputClosed e) {
            // help and version are printed outside of any command
            throw new ExecutionException(given.commandSpec().commandLine(), e.getMessage(), e);
        }
    }

    private static int misused(Console console, boolean json, ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        console.fail(json, "USAGE", Misuse.told(failure), "");
        if (!json) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Console console, boolean json, Exception thrown) {
        // exceptions of another thread are wrapped
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof NoClassDefFoundError missing) {
            return failed(console, json, notIncluded(missing));
        }
        Exception failure = cause instanceof Exception known ? known : thrown;
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof OutputClosed end) {
            return closed(console, end);
        }
        if (failure instanceof CommandFailure told) {
            console.fail(json, told.code(), message, told.field());
            return told.exitCode();
        }
        if (failure instanceof ConfigurationException config) {
            console.fail(json, "BAD_CONFIGURATION", message, config.key());
        } else if (failure instanceof OutputException output) {
            console.fail(json, output.fault().name(), message, output.option());
        } else if (failure instanceof DataException data) {
            console.fail(json, "BAD_DATA", message, data.option());
        } else if (failure instanceof TrainingException) {
            console.fail(json, "BAD_DATA", message, "");
        } else if (failure instanceof EmbeddedException) {
            // the lines after the first are the end of the server's log
            List<String> lines = message.lines().toList();
            console.fail(json, "LOCAL_SERVER", lines.isEmpty() ? "" : lines.get(0), "");
            lines.stream().skip(1).forEach(line -> console.say(true, line));
        } else {
            told(console, json, failure);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int closed(Console console, OutputClosed end) {
        if (end.isByReader()) {
            return CommandLine.ExitCode.OK;
        }
        console.fail(false, "CANNOT_WRITE", "cannot write to stdout: " + end.getMessage(), "");
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Reports a failure of the servers that the command uses. */
    private static void told(Console console, boolean json, Exception failure) {
        boolean registry = failure instanceof RegistryUnreachableException;
        Optional<Diagnosis> known = Diagnosis.of(failure, registry ? Side.REGISTRY : Side.KAFKA);
        if (registry) {
            console.fail(
                    json,
                    "REGISTRY_UNREACHABLE",
                    known.map(Diagnosis::message)
                            .orElseGet(() -> failure.getMessage() + ": " + Diagnosis.innermost(failure)),
                    "registry.url");
        } else if (known.isPresent()) {
            console.fail(
                    json, known.get().code(), known.get().message(), known.get().field());
        } else if (failure instanceof KafkaException) {
            console.fail(json, "KAFKA", "Kafka says: " + Diagnosis.innermost(failure), "");
        } else {
            console.fail(json, "FAILED", failure.getClass().getSimpleName() + ": " + Diagnosis.innermost(failure), "");
            LOG.error("unexpected failure", failure);
        }
    }
}
