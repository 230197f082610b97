package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.RuleSetFile;
import io.elmstream.elm.Counted;
import io.elmstream.model.Artefact;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.Rule;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleFault;
import io.elmstream.rules.RuleSet;
import io.elmstream.rules.RuleSetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges a rule set as the governor does, without a cluster. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a rule set as the governor does, without a cluster: its conditions must compile, name features"
                    + " and labels of the model, and give what its probes expect. The exit code is 1 if it has"
                    + " faults.",
            "Without --model, names of features and labels are not checked."
        },
        footer = {"", "Examples:", "  elmstream rules check shuttle-rules.yaml --model shuttle-1.elm"})
public final class RulesCheckCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param file the rule set file
     * @param model id of the model whose predictions it judges; empty if the file cannot be read as a rule set
     * @param version version of the rule set; empty if the file cannot be read as a rule set
     * @param checkedAgainst the model and version whose features and labels it was checked against; empty without
     *     --model, or if there was nothing to check against them
     * @param rules the rules in their order; none if the file cannot be read as a rule set
     * @param probes number of probes
     * @param notes what is not wrong, but worth knowing
     * @param faults what is wrong; none if the governor would take the rule set
     */
    public record Result(
            String file,
            Optional<String> model,
            Optional<Integer> version,
            Optional<String> checkedAgainst,
            List<Listed> rules,
            int probes,
            List<String> notes,
            List<Fault> faults) {}

    /**
     * A rule.
     *
     * @param name its name
     * @param condition its condition; empty for an alert when a sensor is silent, which has none
     * @param effects what it does, in words
     */
    public record Listed(String name, Optional<String> condition, List<String> effects) {}

    /**
     * A fault.
     *
     * @param place where, for example rules[2].alert.for; empty for the whole file
     * @param message what is wrong, and what to do
     */
    public record Fault(String place, String message) {}

    @Parameters(paramLabel = "FILE", description = "a rule set, in YAML or JSON")
    private Path file;

    @Option(
            names = "--model",
            paramLabel = "MODEL.elm",
            description = "the model file whose features and labels the rules must fit")
    private Optional<Path> model = Optional.empty();

    @Mixin
    private JsonOption output;

    private final Console console;

    public RulesCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<Artefact> artefact =
                model.map(path -> ModelFile.read(path, "--model").artefact());
        Result result = check(artefact);
        console.result(output.json, result, this::show);
        return result.faults().isEmpty() ? 0 : 1;
    }

    private Result check(Optional<Artefact> artefact) {
        RuleSet set;
        try {
            set = RuleSetFile.parse(file, "FILE");
        } catch (RuleSetException e) {
            return new Result(
                    file.toString(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    0,
                    List.of(),
                    faults(e.faults()));
        }
        try {
            CompiledRules compiled = new RuleCompiler().compile(set);
            List<RuleFault> faults =
                    artefact.map(each -> judged(compiled, each)).orElseGet(compiled::checkProbes);
            return result(set, artefact, compiled.notes(), faults);
        } catch (RuleSetException e) {
            return result(set, Optional.empty(), List.of(), e.faults());
        }
    }

    private static List<RuleFault> judged(CompiledRules compiled, Artefact artefact) {
        List<RuleFault> faults = new ArrayList<>();
        String judges = compiled.set().modelId();
        if (!judges.equals(artefact.id().value())) {
            faults.add(new RuleFault(
                    "model",
                    "is " + judges + ", but --model is a file of " + artefact.id() + "; correct it, or name a file of "
                            + judges));
        }
        faults.addAll(compiled.check(
                artefact.classifier().featureNames(), artefact.classifier().labels()));
        return faults;
    }

    private Result result(RuleSet set, Optional<Artefact> artefact, List<String> notes, List<RuleFault> faults) {
        return new Result(
                file.toString(),
                Optional.of(set.modelId()),
                Optional.of(set.version()),
                artefact.map(each -> each.id() + " version " + each.version()),
                set.rules().stream().map(RulesCheckCommand::listed).toList(),
                set.probes().size(),
                notes,
                faults(faults));
    }

    private static Listed listed(Rule rule) {
        return new Listed(rule.name(), rule.when().map(RuleTexts::inOneLine), rule.effects());
    }

    private static List<Fault> faults(List<RuleFault> faults) {
        return faults.stream()
                .map(fault -> new Fault(fault.place(), fault.message()))
                .toList();
    }

    private void show(Result result) {
        result.model()
                .ifPresent(id -> console.print(
                        "rule set of %s, version %d: %s, %s",
                        id,
                        result.version().orElseThrow(),
                        Counted.of(result.rules().size(), "rule"),
                        Counted.of(result.probes(), "probe")));
        for (Listed rule : result.rules()) {
            console.print("%s", rule.name());
            rule.condition().ifPresent(when -> console.print("  when  %s", when));
            rule.effects().forEach(effect -> console.print("  then  %s", effect));
        }
        result.notes().forEach(note -> console.print("note: %s", note));
        for (Fault fault : result.faults()) {
            console.print("fault: %s", new RuleFault(fault.place(), fault.message()));
        }
        console.print("%s: %s", result.file(), verdict(result));
    }

    private static String verdict(Result result) {
        if (!result.faults().isEmpty()) {
            return Counted.of(result.faults().size(), "fault");
        }
        return result.checkedAgainst()
                .map(model -> "no faults; it fits " + model)
                .orElse("no faults; whether the model has these features and labels was not checked: name it with"
                        + " --model");
    }
}
