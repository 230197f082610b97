package io.elmstream.cli;

import io.elmstream.app.ModelControl;
import io.elmstream.governor.Command;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that moves a model's timeline. It always says which revision it is based on, so that two writers cannot overwrite each other. */
final class MoveOptions {

    @Parameters(index = "0", paramLabel = "ID", description = "the model's id")
    private String id;

    @Option(names = "--expect-revision", paramLabel = "N",
            description = "refuse with CONFLICT if the model's timeline has another revision by now; not given, it is the one that"
                    + " the command finds")
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

    ModelId id() {
        return Arguments.modelId(id, "ID");
    }
}
