package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.avro.ModelStatus;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that changes a model's timeline. It always names the revision that it is based on, so that concurrent
 * writers cannot overwrite each other.
 */
final class MoveOptions {

    static final String EXPECT_REVISION =
            "reject the command with CONFLICT if the timeline has another revision (default: the revision"
                    + " found when the command starts)";

    @Parameters(index = "0", paramLabel = "ID", description = "the model's id")
    private String id;

    @Option(names = "--expect-revision", paramLabel = "N", description = EXPECT_REVISION)
    private @Nullable Long expectedRevision;

    @Mixin
    private WaitOption effect;

    @Mixin
    private GovernorOptions governor;

    /** @param command creates the command from the timeline and the revision that it is based on */
    int move(Console console, BiFunction<Timeline, OptionalLong, Command> command) {
        Timeline timeline = governor.timeline(id());
        long expected = expectedRevision == null ? timeline.revision() : expectedRevision;
        try (ModelControl control = governor.control()) {
            GovernorAnswer answer = governor.judged(control.ask(command.apply(timeline, OptionalLong.of(expected))));
            effect.await(governor, answer);
            governor.show(console, answer);
        }
        return 0;
    }

    /**
     * Changes the timeline once for each of the commands, each based on the result of the previous one.
     *
     * @param planned receives the timeline before anything is sent, and returns the number of commands
     * @param command creates the next command from the current timeline
     */
    int moveOften(
            Console console, ToIntFunction<Timeline> planned, BiFunction<Timeline, OptionalLong, Command> command) {
        Timeline timeline = governor.timeline(id());
        int commands = planned.applyAsInt(timeline);
        OptionalLong expected = OptionalLong.of(expectedRevision == null ? timeline.revision() : expectedRevision);
        Optional<GovernorAnswer> last = Optional.empty();
        try (ModelControl control = governor.control()) {
            for (int i = 0; i < commands; i++) {
                if (last.isPresent()) {
                    // not read again: the topic may show the answer before it shows the step
                    timeline = Rollbacks.after(timeline).orElseThrow();
                    expected = last.get().revision().map(OptionalLong::of).orElse(expected);
                }
                last = Optional.of(judged(control.ask(command.apply(timeline, expected)), i, commands));
            }
        }
        last.ifPresent(answer -> {
            effect.await(governor, answer);
            governor.show(console, answer);
        });
        return 0;
    }

    /** Adds to a failure how many of the commands were executed before it. */
    private GovernorAnswer judged(Optional<ModelStatus> answer, int done, int commands) {
        try {
            return governor.judged(answer);
        } catch (CommandFailure e) {
            String before = done == 0 ? "" : "; before that, %d of %d were done".formatted(done, commands);
            throw new CommandFailure(e.code(), e.getMessage() + before, e.field());
        }
    }

    /** Prints a message about the command, in addition to its result. */
    void note(Console console, String line) {
        governor.note(console, line);
    }

    ModelId id() {
        return Arguments.modelId(id, "ID");
    }
}
