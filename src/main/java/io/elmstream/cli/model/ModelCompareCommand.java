package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Step;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the comparison of a challenger with the champion. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares the challenger with the champion, over all instances.",
        footer = {"", "Examples:", "  elmstream model compare shuttle --config elmstream.yaml"})
public final class ModelCompareCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "the model's id")
    private String id;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelCompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelId model = Arguments.modelId(id, "ID");
        Connection connection = config.connection(topics -> List.of(topics.models(), topics.modelStatus()));
        Step step = connection
                .published(model, "ID")
                .timeline(model)
                .latest()
                .filter(latest -> latest.challenger().isPresent())
                .orElseThrow(() -> new CommandFailure(
                        "NO_CHALLENGER",
                        "no challenger of " + id + " is being tried: model history " + id
                                + " shows the result of the last one"));
        ChallengerResult result =
                ChallengerResult.of(id, step, connection.status().comparison(model));
        console.result(output.json, result, found -> found.lines().forEach(console::print));
        return 0;
    }
}
