package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.RuleSetFile;
import io.elmstream.model.Artefact;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how one reading is judged. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Shows how one reading is judged: its features, the probability of each class, and for each rule"
                + " of a rule set whether it fires and what it does.",
        footer = {
            "",
            "Examples:",
            "  elmstream model explain pumps-1.elm temperature=91 pressure=2.5 \\",
            "      --rules pumps-rules.yaml --sensor pump-7"
        })
public final class ModelExplainCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "a model file, as written by train")
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "the features of the reading; one that is not given is missing")
    private List<String> features = new ArrayList<>();

    @Option(names = "--rules", paramLabel = "FILE", description = "the rule set, in YAML or JSON")
    private Optional<Path> rules = Optional.empty();

    @Option(names = "--sensor", paramLabel = "ID", description = "the id of the sensor, for conditions that name it")
    private Optional<String> sensor = Optional.empty();

    @Option(
            names = "--previous",
            paramLabel = "LABEL",
            description = "the label of the sensor's prediction before, for conditions that name it")
    private Optional<String> previous = Optional.empty();

    @Option(
            names = "--held",
            paramLabel = "TIME",
            description = "for how long that label had stayed the same, for example 90s, 5m or 2h")
    private Optional<Duration> held = Optional.empty();

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Artefact artefact = ModelFile.read(file, "FILE").artefact();
        Explanation explanation = Explainer.of(
                artefact,
                rules.map(ModelExplainCommand::compiled),
                GivenFeatures.row(features, artefact.classifier()),
                new Explainer.Reading(
                        Optional.empty(),
                        Optional.empty(),
                        sensor,
                        previous,
                        held.map(time -> time.toMillis() / 1_000.0)));
        console.result(output.json, explanation, new ExplanationText(console)::show);
        return 0;
    }

    private static CompiledRules compiled(Path file) {
        try {
            return new RuleCompiler().compile(RuleSetFile.read(file, "--rules").rules());
        } catch (RuleSetException e) {
            throw RuleSetFile.unusable(file, e.faults(), "--rules");
        }
    }
}
