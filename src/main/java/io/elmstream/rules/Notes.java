package io.elmstream.rules;

import java.util.ArrayList;
import java.util.List;

/** What is worth saying of a rule set that is not wrong. */
final class Notes {

    private Notes() {}

    static List<String> of(RuleSet set, List<CompiledCondition> conditions) {
        List<String> notes = new ArrayList<>();
        List<Rule> setting =
                set.rules().stream().filter(each -> each.label().isPresent()).toList();
        if (setting.stream().map(Rule::label).distinct().count() > 1) {
            List<String> names = setting.stream().map(Rule::name).toList();
            notes.add(
                    String.join(", ", names) + " set different labels: where several fire, the first of them decides.");
        }
        for (CompiledCondition each : conditions) {
            String where = each.source().place() + " of rule " + each.source().rule();
            Constants.of(each.term())
                    .ifPresent(value -> notes.add(where + " is always " + value + ", whatever the reading is."));
            for (Mention number : each.inexact()) {
                notes.add(where + " compares a feature with " + number.name()
                        + ". Features are floats, and none is exactly that; write a range.");
            }
        }
        for (Rule rule : set.rules()) {
            if (rule.suppress() && rule.alert().isPresent()) {
                notes.add(rule.name() + " suppresses alerts, so it never raises its own.");
            }
        }
        return notes;
    }
}
