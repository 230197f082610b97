package io.elmstream.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compiles the conditions of rule sets: syntax and types by CEL, within bounds. Thread-safe.
 *
 * <p>What compiles has no errors when it runs, whatever the readings are.
 */
public final class RuleCompiler {

    /** The longest condition, in characters. */
    public static final int MAX_CHARACTERS = 4_000;

    /** The most nodes of a condition: names, constants, lists and operators. */
    public static final int MAX_NODES = 200;

    private final CelSyntax cel = new CelSyntax();

    /**
     * Compiles a rule set.
     *
     * @param set the rule set
     * @throws RuleSetException with all faults of all conditions
     */
    public CompiledRules compile(RuleSet set) throws RuleSetException {
        List<RuleFault> faults = new ArrayList<>();
        List<CompiledCondition> conditions = new ArrayList<>();
        for (int i = 0; i < set.rules().size(); i++) {
            Rule rule = set.rules().get(i);
            int index = i;
            rule.when()
                    .flatMap(text ->
                            compile(index, false, new Source("rules[" + index + "].when", rule.name(), text), faults))
                    .ifPresent(conditions::add);
            until(rule)
                    .flatMap(text -> compile(
                            index, true, new Source("rules[" + index + "].alert.until", rule.name(), text), faults))
                    .ifPresent(conditions::add);
        }
        if (!faults.isEmpty()) {
            throw new RuleSetException(faults);
        }
        return new CompiledRules(set, conditions);
    }

    private static Optional<String> until(Rule rule) {
        return rule.alert()
                .flatMap(alert -> alert.trigger() instanceof Trigger.Held held ? held.until() : Optional.empty());
    }

    private Optional<CompiledCondition> compile(int rule, boolean until, Source source, List<RuleFault> faults) {
        try {
            return condition(rule, until, source, faults);
        } catch (StackOverflowError e) {
            // the parser bounds its depth; a small stack may not suffice all the same
            faults.add(source.fault("it is nested too deeply; split it into several rules"));
            return Optional.empty();
        }
    }

    private Optional<CompiledCondition> condition(int rule, boolean until, Source source, List<RuleFault> faults) {
        String text = source.text();
        if (text.isBlank()) {
            faults.add(source.fault("the condition is empty; write one, for example temperature > 80"));
            return Optional.empty();
        }
        if (text.length() > MAX_CHARACTERS) {
            faults.add(source.fault("the condition has " + text.length() + " characters, and the limit is "
                    + MAX_CHARACTERS + "; split it into several rules"));
            return Optional.empty();
        }
        CelSyntax.Parsed parsed = cel.parse(text);
        if (parsed.tree().isEmpty()) {
            parsed.problems().stream()
                    .findFirst()
                    .ifPresent(first -> faults.add(
                            source.fault(first.spot(), SyntaxWords.of(first.message(), source.before(first.spot())))));
            return Optional.empty();
        }
        Syntax tree = parsed.tree().get();
        int nodes = Nodes.of(tree);
        if (nodes > MAX_NODES) {
            faults.add(source.fault("the condition has " + nodes + " names, constants and operators, and the limit is "
                    + MAX_NODES + "; split it into several rules"));
            return Optional.empty();
        }
        Typing typing = new Typing();
        Optional<Term.Logical> term = typing.condition(tree);
        typing.problems().forEach(each -> faults.add(source.fault(each.spot(), each.message())));
        if (term.isEmpty()) {
            return Optional.empty();
        }
        List<Problem> types = cel.check(text, typing.identifiers());
        types.forEach(each -> faults.add(source.fault(each.spot(), "CEL: " + each.message())));
        return types.isEmpty()
                ? Optional.of(new CompiledCondition(
                        rule,
                        until,
                        source,
                        term.get(),
                        typing.features(),
                        typing.labels(),
                        typing.inexact(),
                        typing.variables()))
                : Optional.empty();
    }
}
