package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.Durations;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.NoSuchModel;
import io.elmstream.client.ModelState;
import io.elmstream.client.ModelsTable;
import io.elmstream.elm.Counted;
import io.elmstream.model.VersionKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits until a version has a given state. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = "Waits until a version is in a state and, if it serves, is ready on all live instances. Does"
                + " not wait for stale instances, nor for a model without any version.",
        footer = {
            "",
            "Examples:",
            "  elmstream model wait shuttle 2 --state champion --timeout 30s \\",
            "      --config elmstream.yaml"
        })
public final class ModelWaitCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param model model id
     * @param version model version
     * @param state state of the version
     * @param instances number of live instances on which the version is ready
     */
    public record Result(String model, int version, String state, int instances) {}

    private static final Duration PAUSE = Duration.ofMillis(200);

    @Parameters(index = "0", paramLabel = "ID", description = "the model's id")
    private String id;

    @Parameters(index = "1", paramLabel = "VERSION", description = "the version")
    private int version;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "champion",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private ModelState state;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "how long to wait, for example 500ms, 30s or 2m (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelWaitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        VersionKey key = new VersionKey(Arguments.modelId(id, "ID"), version);
        Arguments.positive(version, "VERSION");
        // what connecting takes is part of the wait, or the limit of the command would come first
        long deadline = System.nanoTime() + timeout.toNanos();
        Connection connection = config.connection(topics -> List.of(topics.models(), topics.modelStatus()));
        while (true) {
            ModelsTable table = connection.models();
            List<ModelsTable.Version> versions = table.versions(key.modelId());
            if (versions.isEmpty()) {
                throw NoSuchModel.of(id, table.modelIds(), "ID");
            }
            Optional<ModelsTable.Version> found =
                    versions.stream().filter(each -> each.version() == version).findFirst();
            Map<String, String> notReady = found.isPresent() && found.get().isServed() ? table.notReady(key) : Map.of();
            if (found.isPresent() && found.get().is(state) && notReady.isEmpty()) {
                console.result(
                        output.json,
                        new Result(id, version, found.get().state(), found.get().ready()),
                        this::show);
                return 0;
            }
            if (System.nanoTime() >= deadline) {
                throw new CommandFailure(
                        "TIMEOUT",
                        "version " + version + " of " + id + " is not " + state.word()
                                + " after " + Durations.text(timeout)
                                + ", but "
                                + found.map(ModelsTable.Version::state).orElse("unknown")
                                + notReady.entrySet().stream()
                                        .map(instance ->
                                                "; waiting for " + instance.getKey() + ", " + instance.getValue())
                                        .reduce("", String::concat));
            }
            TimeUnit.NANOSECONDS.sleep(Math.max(1, Math.min(PAUSE.toNanos(), deadline - System.nanoTime())));
        }
    }

    private void show(Result result) {
        console.print("version " + result.version() + " of " + result.model() + " is " + result.state() + ", ready on "
                + Counted.of(result.instances(), "instance"));
    }
}
