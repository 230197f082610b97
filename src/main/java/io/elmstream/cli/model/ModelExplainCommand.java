package io.elmstream.cli.model;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.RuleSetFile;
import io.elmstream.model.Artefact;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
        description = {
            "Shows how one reading is judged: its features, the probability of each class, and for each rule of a rule"
                    + " set whether it fires and what it does.",
            "Either of a model file and features on the command line, or, with --reading, of a record of the cluster,"
                    + " by the version and the rule set in force for it."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream model explain pumps-1.elm temperature=91 pressure=2.5 \\",
            "      --rules pumps-rules.yaml --sensor pump-7",
            "  elmstream model explain --reading readings-0@17 --config elmstream.yaml"
        })
public final class ModelExplainCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "a model file, as written by train")
    private Optional<Path> file = Optional.empty();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "the features of the reading; one that is not given is missing")
    private List<String> features = new ArrayList<>();

    @Option(
            names = "--reading",
            paramLabel = "TOPIC-PARTITION@OFFSET[#INDEX]",
            description = "a reading of the cluster, instead of FILE and NAME=VALUE; predictions and alerts name it in"
                    + " their source fields")
    private Optional<String> position = Optional.empty();

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "the rule set, in YAML or JSON; with --reading, instead of the one in force")
    private Optional<Path> rules = Optional.empty();

    @Option(
            names = "--sensor",
            paramLabel = "ID",
            description = "the id of the sensor, for conditions that name it; not with --reading, which has one")
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
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (position.isPresent() == file.isPresent()) {
            throw new CommandFailure(
                    "USAGE", "give either FILE and NAME=VALUE for each feature, or --reading", "--reading");
        }
        Explanation explanation = position.isPresent() ? ofRecord(position.get()) : ofFile(file.orElseThrow());
        console.result(output.json, explanation, new ExplanationText(console)::show);
        return 0;
    }

    private Explanation ofFile(Path model) {
        Artefact artefact = ModelFile.read(model, "FILE").artefact();
        return Explainer.of(
                artefact,
                rules.map(ModelExplainCommand::compiled),
                GivenFeatures.row(features, artefact.classifier()),
                reading(Optional.empty(), Optional.empty(), sensor));
    }

    private Explanation ofRecord(String where) throws IOException {
        if (sensor.isPresent()) {
            throw new CommandFailure("USAGE", "--sensor: the reading has a sensor; leave it out", "--sensor");
        }
        Optional<CompiledRules> other = rules.map(ModelExplainCommand::compiled);
        ExplainedRecord found = ExplainedRecord.find(where, config);
        return Explainer.of(
                found.artefact(),
                other.or(found::rules),
                found.reading().row(),
                reading(
                        Optional.of(found.position()),
                        Optional.of(Instant.ofEpochMilli(found.reading().eventTime())
                                .toString()),
                        Optional.of(found.reading().sensor())));
    }

    private Explainer.Reading reading(Optional<String> where, Optional<String> eventTime, Optional<String> of) {
        return new Explainer.Reading(where, eventTime, of, previous, held.map(time -> time.toMillis() / 1_000.0));
    }

    private static CompiledRules compiled(Path file) {
        try {
            return new RuleCompiler().compile(RuleSetFile.read(file, "--rules").rules());
        } catch (RuleSetException e) {
            throw RuleSetFile.unusable(file, e.faults(), "--rules");
        }
    }
}
