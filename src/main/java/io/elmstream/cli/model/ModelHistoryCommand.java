package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.PublishedModels;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows all steps of a model's timeline. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Shows every step of a model's timeline and its reason.",
        footer = {"", "Examples:", "  elmstream model history shuttle --config elmstream.yaml"})
public final class ModelHistoryCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param model model id
     * @param revision revision of the timeline
     * @param learning whether the model learns from labelled readings
     * @param steps steps by ascending revision
     */
    public record Result(String model, long revision, boolean learning, List<Entry> steps) {}

    /**
     * A step.
     *
     * @param revision 1, 2, 3 and so on
     * @param champion champion after the step; for a rollback, the version that is champion again; 0 for no rule set
     * @param reason why the step was made
     * @param effectiveFrom ISO 8601; empty if effective from the beginning
     * @param challenger description of the challenger; empty if there is none
     * @param madeAt ISO 8601; empty if unknown
     * @param takesBack the first revision that the step rolls back; empty if it is not a rollback
     * @param voidedBy the revision that rolled this step back; empty if none did
     */
    public record Entry(
            long revision,
            Optional<String> effectiveFrom,
            int champion,
            Optional<String> challenger,
            Optional<String> madeAt,
            String reason,
            Optional<Long> takesBack,
            Optional<Long> voidedBy) {}

    private static final Pattern UUID = Pattern.compile("\\b(\\p{XDigit}{8})(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b");

    @Parameters(paramLabel = "ID", description = "the model's id")
    private String id;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelHistoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelId model = Arguments.modelId(id, "ID");
        Connection connection = config.connection(topics -> List.of(topics.models()));
        PublishedModels published = connection.published(model, "ID");
        Timeline timeline = published.timeline(model);
        Result result = new Result(
                id,
                timeline.revision(),
                published.learning(model).on(),
                timeline.steps().stream().map(step -> entry(timeline, step)).toList());
        console.result(output.json, result, this::show);
        return 0;
    }

    private static Entry entry(Timeline timeline, Step step) {
        // a rollback may restart an earlier challenger
        Optional<Challenger> tried = step.takesBack().isEmpty()
                ? step.challenger()
                : timeline.asOf(step.revision()).latest().flatMap(Step.Deployment::challenger);
        return new Entry(
                step.revision(),
                step.effectiveFrom() == Step.BEGINNING
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(step.effectiveFrom()).toString()),
                step.champion(),
                tried.map(Challenger::toString),
                boxed(step.madeAt()).map(at -> Instant.ofEpochMilli(at).toString()),
                step.reason(),
                boxed(step.takesBack()),
                boxed(step.voidedBy()));
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    private void show(Result result) {
        if (result.steps().isEmpty()) {
            console.print(result.model() + " has no steps: publish a version, then activate it");
            return;
        }
        console.print("%8s  %-24s  %-46s  %s", "REVISION", "FROM", "WHAT", "WHY");
        for (Entry step : result.steps()) {
            String what = Step.inWords(step.champion())
                    + step.challenger().map(tried -> ", " + tried).orElse("")
                    + step.takesBack().map(from -> " again").orElse("");
            String voided = step.voidedBy()
                    .map(by -> " (rolled back by revision " + by + ")")
                    .orElse("");
            console.print(
                    "%8d  %-24s  %-46s  %s%s",
                    step.revision(),
                    step.effectiveFrom().orElse("the beginning"),
                    what,
                    inShort(step.reason()),
                    voided);
        }
        if (result.learning()) {
            console.print("%8s  %-24s  learning", "", "");
        }
    }

    /** Shortens request ids that are UUIDs to their first eight digits, as git does; the JSON has all of them. */
    static String inShort(String reason) {
        return UUID.matcher(reason).replaceAll("$1");
    }
}
