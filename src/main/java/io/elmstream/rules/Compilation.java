package io.elmstream.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles the conditions of one rule set, and collects their faults. */
final class Compilation {

    private final CelSyntax cel;
    private final RuleSet set;
    private final List<RuleFault> faults = new ArrayList<>();
    private final List<CompiledCondition> conditions = new ArrayList<>();
    private final Set<String> identifiers = new LinkedHashSet<>();

    Compilation(CelSyntax cel, RuleSet set) {
        this.cel = cel;
        this.set = set;
    }

    CompiledRules compile() throws RuleSetException {
        for (int i = 0; i < set.rules().size(); i++) {
            Rule rule = set.rules().get(i);
            if (rule.when().isPresent()) {
                add(
                        i,
                        false,
                        new Source(
                                "rules[" + i + "].when",
                                rule.name(),
                                rule.when().get()));
            }
            Optional<String> until = rule.alert()
                    .flatMap(alert -> alert.trigger() instanceof Trigger.Held held ? held.until() : Optional.empty());
            if (until.isPresent()) {
                add(i, true, new Source("rules[" + i + "].alert.until", rule.name(), until.get()));
            }
        }
        if (faults.isEmpty()) {
            checkTypes();
        }
        if (!faults.isEmpty()) {
            throw new RuleSetException(faults);
        }
        return new CompiledRules(set, conditions);
    }

    private void add(int rule, boolean until, Source source) {
        try {
            Optional<Syntax> tree = parsed(source);
            if (tree.isPresent()) {
                add(rule, until, source, tree.get());
            }
        } catch (StackOverflowError e) {
            // the parser bounds its depth; a small stack may not suffice all the same
            faults.add(source.fault("it is nested too deeply; split it into several rules"));
        } catch (RuntimeException e) {
            // what a parser of another project does not foresee must not stop who reads the rule set, again and again
            faults.add(source.fault("it cannot be compiled: " + e + "; write it in another way"));
        }
    }

    private Optional<Syntax> parsed(Source source) {
        String text = source.text();
        if (text.isBlank()) {
            faults.add(source.fault("the condition is empty; write one, for example temperature > 80"));
            return Optional.empty();
        }
        if (text.length() > RuleCompiler.MAX_CHARACTERS) {
            faults.add(source.fault("the condition has " + text.length() + " characters, and the limit is "
                    + RuleCompiler.MAX_CHARACTERS + "; split it into several rules"));
            return Optional.empty();
        }
        CelSyntax.Parsed parsed = cel.parse(text);
        if (parsed.tree().isEmpty()) {
            // those behind the first follow from it
            Problem first = parsed.problems().get(0);
            faults.add(source.fault(first.spot(), SyntaxWords.of(first.message(), source.before(first.spot()))));
        }
        return parsed.tree();
    }

    private void add(int rule, boolean until, Source source, Syntax tree) {
        int nodes = Nodes.of(tree);
        if (nodes > RuleCompiler.MAX_NODES) {
            faults.add(source.fault("the condition has " + nodes + " names, constants and operators, and the limit is "
                    + RuleCompiler.MAX_NODES + "; split it into several rules"));
            return;
        }
        Typing typing = new Typing();
        Optional<Term.Logical> term = typing.condition(tree);
        typing.problems().forEach(each -> faults.add(source.fault(each.spot(), each.message())));
        identifiers.addAll(typing.identifiers());
        term.ifPresent(each -> conditions.add(new CompiledCondition(
                rule, until, source, each, typing.features(), typing.labels(), typing.inexact(), typing.variables())));
    }

    /** By CEL, which has the last word. */
    private void checkTypes() {
        List<String> texts =
                conditions.stream().map(each -> each.source().text()).toList();
        List<List<Problem>> problems = cel.check(texts, identifiers);
        for (int i = 0; i < problems.size(); i++) {
            Source source = conditions.get(i).source();
            problems.get(i).forEach(each -> faults.add(source.fault(each.spot(), "CEL: " + each.message())));
        }
    }
}
