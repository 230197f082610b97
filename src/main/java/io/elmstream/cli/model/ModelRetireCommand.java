package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command.Retire;
import io.elmstream.model.ModelId;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes the bytes of a version that no step needs. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description = "Deletes the file of a version that no step needs any more; its number cannot be used again.",
        footer = {"", "Examples:", "  elmstream model retire shuttle 1 --config elmstream.yaml"})
public final class ModelRetireCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", description = "the model's id")
    private String id;

    @Parameters(index = "1", paramLabel = "VERSION", description = "a published version")
    private int version;

    @Option(names = "--expect-revision", paramLabel = "N", description = MoveOptions.EXPECT_REVISION)
    private @Nullable Long expectedRevision;

    @Mixin
    private GovernorOptions governor;

    private final Console console;

    public ModelRetireCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.positive(version, "VERSION");
        ModelId model = Arguments.modelId(id, "ID");
        long revision = expectedRevision == null ? governor.timeline(model).revision() : expectedRevision;
        try (ModelControl control = governor.control()) {
            governor.show(
                    console,
                    governor.judged(control.ask(
                            new Retire(ModelControl.requestId(), model, version, OptionalLong.of(revision)))));
        }
        return 0;
    }
}
