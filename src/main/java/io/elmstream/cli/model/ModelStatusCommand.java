package io.elmstream.cli.model;

import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.ModelsTable;
import io.elmstream.elm.Counted;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the published versions and the versions in force. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows every version of every model, its state, and how many instances are ready to serve it.",
        footer = {"", "Examples:", "  elmstream model status --config elmstream.yaml"})
public final class ModelStatusCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param models all published models, and those that commands have named recently
     * @param instances all instances that ran recently
     */
    public record Result(List<Model> models, List<Instance> instances) {}

    /**
     * A model.
     *
     * @param model model id
     * @param revision revision of its timeline; 0 if it has no steps
     * @param champion champion of the latest step; empty if there is none
     * @param since event time from which it is the champion, ISO 8601; empty if from the beginning
     * @param versions all versions
     * @param learning whether it learns from labelled readings
     * @param underOlderRevision number of predictions, since the live instances started, for whose event time another
     *     step applies that was known too late; a replay would answer them differently
     * @param standstill why the conditions of its challenger cannot decide, and what to do; empty if they can, or if
     *     there are none
     */
    public record Model(
            String model,
            long revision,
            Optional<Integer> champion,
            Optional<String> since,
            List<ModelsTable.Version> versions,
            boolean learning,
            long underOlderRevision,
            Optional<String> standstill) {}

    /**
     * An instance that ran in the last ten minutes and was not shut down.
     *
     * @param instance instance id
     * @param live whether it has reported recently
     * @param lastReport ISO 8601
     */
    public record Instance(String instance, boolean live, String lastReport) {}

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelsTable table = config.connection(topics -> List.of(topics.models(), topics.modelStatus()))
                .models();
        List<Model> models = new ArrayList<>();
        table.modelIds().forEach(id -> models.add(model(id, table)));
        List<Instance> instances = Stream.concat(
                        table.live().stream().map(report -> instance(report, true)),
                        table.stale().stream().map(report -> instance(report, false)))
                .toList();
        console.result(output.json, new Result(models, instances), this::show);
        return 0;
    }

    private static Instance instance(InstanceReport report, boolean live) {
        return new Instance(
                report.instanceId(), live, Instant.ofEpochMilli(report.at()).toString());
    }

    private static Model model(ModelId id, ModelsTable table) {
        Timeline timeline = table.timeline(id);
        Optional<Deployment> latest = timeline.latest();
        return new Model(
                id.value(),
                timeline.revision(),
                latest.map(Step::champion),
                latest.filter(step -> step.effectiveFrom() != Step.BEGINNING)
                        .map(step -> Instant.ofEpochMilli(step.effectiveFrom()).toString()),
                table.versions(id),
                table.learning(id).on(),
                table.underOlderRevision(id),
                table.standstill(id));
    }

    private void show(Result result) {
        if (result.models().isEmpty()) {
            console.print("no model has been published");
        } else {
            show(
                    result.models(),
                    result.instances().stream().filter(Instance::live).count());
        }
        result.instances().stream()
                .filter(instance -> !instance.live())
                .forEach(stale -> console.print(
                        "instance %s is stale: by its clock, its last report is from %s",
                        stale.instance(), stale.lastReport()));
    }

    private void show(List<Model> models, long live) {
        console.print(
                "%-20s %7s  %-14s %-7s  %-24s %12s  %9s  %9s",
                "MODEL", "VERSION", "STATE", "READY", "SINCE", "PREDICTIONS", "ACCURACY", "AGREEMENT");
        for (Model model : models) {
            for (ModelsTable.Version version : model.versions()) {
                console.print(
                        "%-20s %7d  %-14s %-7s  %-24s %12s  %9s  %9s",
                        model.model(),
                        version.version(),
                        version.state(),
                        version.isServed() ? version.ready() + " of " + live : "",
                        version.since().orElse(version.isServed() ? "the beginning" : ""),
                        version.predictions() == 0 ? "" : String.format(Locale.ROOT, "%,d", version.predictions()),
                        percent(version.accuracy()),
                        percent(version.agreement()));
                version.failed()
                        .forEach((instance, reason) ->
                                console.print("%28s  cannot serve on %s: %s", "", instance, reason));
            }
            if (model.learning()) {
                console.print("%-20s learning", "");
            }
            if (model.underOlderRevision() > 0) {
                console.print(
                        "%-20s %s made before the step that applies to their event times was known:"
                                + " a replay would answer them differently",
                        "", Counted.of(model.underOlderRevision(), "prediction was", "predictions were"));
            }
            model.standstill().ifPresent(why -> console.print("%-20s %s", "", why));
        }
    }

    private static String percent(Optional<Double> part) {
        return part.map(value -> String.format(Locale.ROOT, "%.2f %%", 100 * value))
                .orElse("");
    }
}
