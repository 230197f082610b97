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
 * A command that moves a model's timeline. It always says which revision it is based on, so that two writers cannot
 * overwrite each other.
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
    private GovernorOptions governor;

    /** @param command makes the command from the timeline and the revision that it is to be based on */
    int move(Console console, BiFunction<Timeline, OptionalLong, Command> command) {
        Timeline timeline = governor.timeline(id());
        long expected = expectedRevision == null ? timeline.revision() : expectedRevision;
        try (ModelControl control = governor.control()) {
            governor.show(console, governor.judged(control.ask(command.apply(timeline, OptionalLong.of(expected)))));
        }
        return 0;
    }

    /**
     * Moves the timeline once for each of the commands, each based on what the one before has made of it.
     *
     * @param planned is shown the timeline before anything is sent, and gives how many commands there are
     * @param command makes the next command from the timeline as it is by then
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
                    timeline = governor.timeline(id());
                    expected = last.get().revision().map(OptionalLong::of).orElse(expected);
                }
                last = Optional.of(judged(control.ask(command.apply(timeline, expected)), i, commands));
            }
        }
        last.ifPresent(answer -> governor.show(console, answer));
        return 0;
    }

    /** Whoever gave one command must know that a part of it was done. */
    private GovernorAnswer judged(Optional<ModelStatus> answer, int done, int commands) {
        try {
            return governor.judged(answer);
        } catch (CommandFailure e) {
            String before = done == 0 ? "" : "; before that, %d of %d were done".formatted(done, commands);
            throw new CommandFailure(e.code(), e.getMessage() + before, e.field());
        }
    }

    /** Tells something about the command, beside its result. */
    void note(Console console, String line) {
        governor.note(console, line);
    }

    ModelId id() {
        return Arguments.modelId(id, "ID");
    }
}
