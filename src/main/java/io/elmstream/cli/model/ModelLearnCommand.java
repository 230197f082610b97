package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.client.PublishedModels;
import io.elmstream.governor.Command.Learn;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Switches learning on or off for a model, and shows whether it is on. */
@Command(
        name = "learn",
        mixinStandardHelpOptions = true,
        description = {
            "Switches learning from labelled readings on or off for a model, or shows whether it is on.",
            "The learner tries each version that it makes beside the champion, on these conditions;"
                    + " docs/learning.md describes it."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream model learn shuttle --on --config elmstream.yaml",
            "  elmstream model learn shuttle --on --canary 10 --min-readings 5000 \\",
            "      --max-accuracy-loss 0 --config elmstream.yaml",
            "  elmstream model learn shuttle --status --config elmstream.yaml"
        })
public final class ModelLearnCommand implements Callable<Integer> {

    /** What to do. */
    private static final class Act {

        @Option(names = "--on", required = true, description = "let the model learn")
        private boolean on;

        @Option(names = "--off", required = true, description = "stop learning; a version on trial stays on trial")
        private boolean off;

        @Option(
                names = "--status",
                required = true,
                description = "show whether the model learns, and what its learner said last")
        private boolean status;
    }

    /** How new versions are tried. */
    private static final class Trial {

        @Option(
                names = "--shadow",
                required = true,
                description = "with --on: try versions in shadow, for all sensors (default)")
        private boolean shadow;

        @Option(
                names = "--canary",
                required = true,
                paramLabel = "PERCENT",
                description = "with --on: use the predictions of versions on trial for this percentage of the"
                        + " sensors, 0.01 to 100")
        private @Nullable String canary;
    }

    @Parameters(paramLabel = "ID", description = "the model's id")
    private String id;

    @ArgGroup(multiplicity = "1")
    private Act act;

    @ArgGroup
    private @Nullable Trial trial;

    @Mixin
    private GateOptions conditions;

    @Option(names = "--expect-revision", paramLabel = "N", description = MoveOptions.EXPECT_REVISION)
    private @Nullable Long expectedRevision;

    @Mixin
    private GovernorOptions governor;

    private final Console console;

    public ModelLearnCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!act.on && (trial != null || conditions.areNamed())) {
            throw new CommandFailure(
                    "USAGE",
                    "how versions are tried can only be set with --on: add it, or leave these options out",
                    "");
        }
        ModelId model = Arguments.modelId(id, "ID");
        Connection connection = governor.connection();
        if (act.status) {
            show(model, connection);
            return 0;
        }
        tell(model, act.off ? Learning.OFF : on());
        if (act.on && connection.status().learner(model).isEmpty()) {
            governor.note(
                    console,
                    connection.configuration().learner().enabled()
                            ? "no learner has said anything of " + id
                                    + " lately: it does so once labelled readings come"
                            : "this configuration runs no learner (learn.enabled: false), and none has said a word of "
                                    + id
                                    + " lately: set learn.enabled: true on the instances, as docs/learning.md says");
        }
        return 0;
    }

    private Learning on() {
        String canary = trial == null || trial.shadow ? null : trial.canary;
        return new Learning(
                true,
                canary == null ? Mode.SHADOW : Mode.CANARY,
                canary == null ? Share.ALL : ChallengeOptions.share(canary, "--canary"),
                conditions.gate());
    }

    private void tell(ModelId model, Learning learning) {
        Timeline timeline = governor.timeline(model);
        int champion = timeline.latest()
                .map(Step::champion)
                .orElseThrow(() -> new CommandFailure(
                        "NO_CHAMPION", id + " has no champion to learn from: activate a version first", "ID"));
        long expected = expectedRevision == null ? timeline.revision() : expectedRevision;
        try (ModelControl control = governor.control()) {
            governor.show(
                    console,
                    governor.judged(control.ask(new Learn(
                            ModelControl.requestId(), model, champion, learning, OptionalLong.of(expected)))));
        }
    }

    private void show(ModelId model, Connection connection) {
        PublishedModels published = connection.published(model, "ID");
        Learning learning = published.learning(model);
        governor.show(
                console,
                LearningResult.of(
                        published.timeline(model), learning, connection.status().learner(model)),
                result -> result.lines(learning).forEach(console::print));
    }
}
