package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.RuleSetFile;
import io.elmstream.client.ModelControl;
import io.elmstream.model.VersionKey;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a version to all instances. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description =
                "Publishes a model file, or a rule set (.yaml, .yml or .json) under the id MODEL.rules. The governor"
                        + " checks it; it has no effect until it is activated.",
        footer = {
            "",
            "Examples:",
            "  elmstream model publish shuttle-2.elm --activate --config elmstream.yaml",
            "  elmstream model publish shuttle-rules.yaml --config elmstream.yaml"
        })
public final class ModelPublishCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a model file, as written by train, or a rule set")
    private Path file;

    @Option(names = "--activate", description = "also make it the champion")
    private boolean activate;

    @Option(
            names = "--new-contract",
            description = "allow features or labels that differ from those of the published versions")
    private boolean newContract;

    @Mixin
    private WaitOption effect;

    @Mixin
    private GovernorOptions governor;

    private final Console console;

    public ModelPublishCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Upload upload = upload();
        VersionKey version = upload.version();
        try (ModelControl control = governor.control()) {
            GovernorAnswer answer = governor.judged(control.publish(version, upload.bytes(), newContract));
            if (activate) {
                answer = governor.judged(control.activate(
                        version, OptionalLong.of(answer.revision().orElse(0L)), OptionalLong.empty()));
                effect.await(governor, answer);
            }
            governor.show(console, answer);
        }
        return 0;
    }

    private Upload upload() {
        if (RuleSetFile.isNamed(file)) {
            RuleSetFile rules = RuleSetFile.read(file, "FILE");
            return new Upload(rules.key(), rules.bytes());
        }
        ModelFile model = ModelFile.read(file, "FILE");
        return new Upload(model.artefact().key(), model.bytes());
    }

    private record Upload(VersionKey version, byte[] bytes) {}
}
