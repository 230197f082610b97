package io.elmstream.cli.model;

import io.elmstream.cli.model.Explanation.Feature;
import io.elmstream.cli.model.Explanation.JudgedRule;
import io.elmstream.cli.model.Explanation.Score;
import io.elmstream.cli.terminal.Console;
import io.elmstream.elm.ShortList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows an explanation to people. */
record ExplanationText(Console console) {

    private static final int MOST_CLASSES = 10;
    private static final int WIDEST = 40;

    void show(Explanation e) {
        console.print("model      %s version %d%s", e.model(), e.version(), e.verified() ? ", by its verifier" : "");
        e.reading().ifPresent(position -> console.print("reading    %s", position));
        e.sensor().ifPresent(sensor -> console.print("sensor     %s", sensor));
        e.eventTime().ifPresent(time -> console.print("time       %s", time));
        features(e.features());
        classes(e.classes());
        console.print("top        %s, probability %.4f, margin %.4f", e.top(), e.confidence(), e.margin());
        if (!e.labelSet().isEmpty()) {
            console.print("label set  %s; out of range %.2f", ShortList.inBrackets(e.labelSet()), e.outOfRange());
        }
        rules(e);
        e.notes().forEach(note -> console.print("note: %s", note));
    }

    private void features(List<Feature> features) {
        int width = width("FEATURE", features.stream().map(Feature::name).toList());
        String form = "%-" + width + "s  %14s  %14s";
        console.print("");
        console.print(form, "FEATURE", "VALUE", "FROM THE MEAN");
        for (Feature feature : features) {
            console.print(
                    form,
                    ShortList.shortened(feature.name()),
                    feature.value().map(RuleTexts::number).orElse("missing"),
                    feature.deviation()
                            .map(sd -> String.format(Locale.ROOT, "%+.2f sd", sd))
                            .orElse(""));
        }
    }

    private void classes(List<Score> classes) {
        int width = width("CLASS", classes.stream().map(Score::label).toList());
        console.print("");
        console.print("%-" + width + "s  %14s", "CLASS", "PROBABILITY");
        classes.stream()
                .sorted(Comparator.comparing(Score::probability).reversed())
                .limit(MOST_CLASSES)
                .forEach(score -> console.print(
                        "%-" + width + "s  %14.4f", ShortList.shortened(score.label()), score.probability()));
        if (classes.size() > MOST_CLASSES) {
            console.print("... and %,d more; --json has all", classes.size() - MOST_CLASSES);
        }
    }

    private void rules(Explanation e) {
        if (e.ruleSet().isEmpty()) {
            console.print("rules      no rule set");
            return;
        }
        console.print("rules      %s.rules version %d", e.model(), e.ruleSet().get());
        console.print("");
        int width = width("RULE", e.rules().stream().map(JudgedRule::name).toList());
        console.print("%-" + width + "s  %-5s  %s", "RULE", "FIRED", "CONDITION, VALUES, EFFECTS");
        for (JudgedRule rule : e.rules()) {
            console.print(
                    "%-" + width + "s  %-5s  %s",
                    rule.name(),
                    rule.fired() ? "yes" : "no",
                    rule.condition().orElse("(none)"));
            if (!rule.values().isEmpty()) {
                below(width, values(rule));
            }
            below(width, String.join("; ", rule.effects()));
        }
        console.print("");
        console.print("prediction %s", outcome(e));
    }

    private void below(int width, String text) {
        console.print("%" + (width + 9) + "s%s", "", text);
    }

    private static String values(JudgedRule rule) {
        return rule.values().entrySet().stream()
                .map(each -> each.getKey() + " = " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String outcome(Explanation e) {
        return e.label()
                + (e.label().equals(e.top()) ? "" : " instead of " + e.top())
                + (e.abstained() ? ", abstained" : "")
                + (e.suppressed() ? ", without alerts of rules" : "");
    }

    private static int width(String head, List<String> texts) {
        int longest = texts.stream().mapToInt(String::length).max().orElse(0);
        return Math.max(head.length(), Math.min(WIDEST, longest));
    }
}
