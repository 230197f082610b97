package io.elmstream.cli;

import io.elmstream.app.ModelControl;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a published version the champion. */
@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        description = "Makes a published version the champion, on all instances from the same event time on.",
        footer = {"", "Examples:", "  elmstream model activate shuttle 2 --config elmstream.yaml"})
final class ModelActivateCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", description = "the model's id")
    private String id;

    @Parameters(index = "1", paramLabel = "VERSION", description = "a published version")
    private int version;

    @Option(names = "--expect-revision", paramLabel = "N",
            description = "refuse with CONFLICT if the model's timeline has another revision by now")
    private @Nullable Long expectedRevision;

    @Mixin
    private GovernorOptions governor;

    private final Console console;

    ModelActivateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.modelId(id, "ID");
        Arguments.positive(version, "VERSION");
        OptionalLong expected = expectedRevision == null ? OptionalLong.empty() : OptionalLong.of(expectedRevision);
        try (ModelControl control = governor.control()) {
            governor.show(console, governor.judged(control.activate(id, version, expected)));
        }
        return 0;
    }
}
