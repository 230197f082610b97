package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.QualityTopic;
import io.elmstream.model.ModelId;
import io.elmstream.quality.QualitySettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows drift and quality of the versions of a model. */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = {
            "Shows drift and quality of the versions of a model in the last window, over all instances:",
            "accuracy with labels and an estimate without, the mean confidence, drifts, and how far the features and"
                    + " the predicted classes are from those of training. docs/quality.md describes it."
        },
        footer = {"", "Examples:", "  elmstream model quality shuttle --config elmstream.yaml"})
public final class ModelQualityCommand implements Callable<Integer> {

    /**
     * Printed as JSON.
     *
     * @param model model id
     * @param versions versions of which the topic says something, newest first
     */
    public record Result(String model, List<QualityResult> versions) {}

    @Parameters(paramLabel = "ID", description = "the model's id")
    private String id;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelQualityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelId model = Arguments.modelId(id, "ID");
        QualitySettings settings = config.configuration()
                .quality()
                .orElseThrow(() -> new CommandFailure(
                        "QUALITY_OFF",
                        "quality is not watched: set quality.enabled: true in the configuration of the instances and of"
                                + " this command"))
                .settings();
        Connection connection = config.connection(topics -> List.of(topics.models(), topics.modelQuality()));
        connection.published(model, "ID");
        List<QualityResult> versions = QualityTopic.read(
                        connection.clients(),
                        connection.topics(),
                        System.currentTimeMillis(),
                        QualityTopic.lately(settings.window()))
                .of(model)
                .stream()
                .map(QualityResult::of)
                .toList();
        if (versions.isEmpty()) {
            throw new CommandFailure(
                    "NO_QUALITY",
                    "nothing is known of the quality of " + id + " yet: a window takes "
                            + settings.window().toSeconds()
                            + " s (quality.window.ms), and only versions that were trained with a profile are watched;"
                            + " model inspect shows it");
        }
        console.result(
                output.json,
                new Result(id, versions),
                found -> found.versions().forEach(each -> each.lines().forEach(console::print)));
        return 0;
    }
}
