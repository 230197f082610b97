package io.elmstream.cli;

import io.elmstream.app.PublishedModels;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what was published and what is in force. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows every published version and which one is in force.",
        footer = {"", "Examples:", "  elmstream model status --config elmstream.yaml"})
final class ModelStatusCommand implements Callable<Integer> {

    /** The result, also its JSON. */
    record Result(List<Model> models) {}

    record Model(String model, long revision, Optional<Integer> champion, Optional<String> since, List<Version> versions) {}

    record Version(int version, String state, String digest, int bytes) {}

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    ModelStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Connection connection = config.connection();
        List<Model> models = new ArrayList<>();
        PublishedModels.read(connection.clients(), connection.topics())
                .models()
                .forEach((id, model) -> models.add(model(id, model)));
        if (output.json) {
            console.json(new Result(models));
        } else {
            show(models);
        }
        return 0;
    }

    private static Model model(String id, PublishedModels.Model model) {
        Optional<Step> latest = model.timeline().flatMap(Timeline::latest);
        List<Version> versions = new ArrayList<>();
        model.versions().forEach((version, published) -> versions.add(new Version(
                version, state(version, latest, model.timeline()), published.digest(), published.bytes())));
        return new Model(
                id,
                model.timeline().map(Timeline::revision).orElse(0L),
                latest.map(Step::champion),
                latest.filter(step -> step.effectiveFrom() != Step.BEGINNING)
                        .map(step -> Instant.ofEpochMilli(step.effectiveFrom()).toString()),
                versions);
    }

    private static String state(int version, Optional<Step> latest, Optional<Timeline> timeline) {
        if (latest.isPresent() && latest.get().champion() == version) {
            return "champion";
        }
        boolean served = timeline.stream().flatMap(t -> t.steps().stream()).anyMatch(step -> step.champion() == version);
        return served ? "superseded" : "accepted";
    }

    private void show(List<Model> models) {
        if (models.isEmpty()) {
            console.say(false, "no model has been published");
            return;
        }
        say("%-20s %8s  %-11s %9s %9s  %s", "MODEL", "VERSION", "STATE", "REVISION", "BYTES", "SINCE");
        for (Model model : models) {
            for (Version version : model.versions()) {
                boolean champion = version.state().equals("champion");
                say("%-20s %8d  %-11s %9s %,9d  %s",
                        model.model(),
                        version.version(),
                        version.state(),
                        champion ? model.revision() : "",
                        version.bytes(),
                        champion ? model.since().orElse("the beginning") : "");
            }
        }
    }

    private void say(String pattern, Object... values) {
        console.say(false, String.format(Locale.ROOT, pattern, values).stripTrailing());
    }
}
