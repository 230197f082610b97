package io.elmstream.rules;

import io.elmstream.data.Names;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the alert of a rule. */
final class AlertReader {

    static final List<String> FIELDS = List.of("text", "severity", "hits", "of", "for", "until", "silent");

    private static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::word).toList();

    private final Fields fields;

    private AlertReader(Fields fields) {
        this.fields = fields;
    }

    /** Returns the alert, unless it is at fault. */
    static Optional<RuleAlert> alert(Fields fields) {
        return new AlertReader(fields).alert();
    }

    private Optional<RuleAlert> alert() {
        Optional<String> text = fields.text("text", RuleAlert.MAX_TEXT);
        if (!fields.has("text") || text.filter(String::isBlank).isPresent()) {
            fields.fault("text", "is missing; write what the alert says");
            text = Optional.empty();
        }
        Optional<Severity> severity = severity();
        Optional<Trigger> trigger = trigger();
        return text.isPresent() && severity.isPresent() && trigger.isPresent()
                ? Optional.of(new RuleAlert(text.get(), severity.get(), trigger.get()))
                : Optional.empty();
    }

    private Optional<Severity> severity() {
        if (!fields.has("severity")) {
            return Optional.of(Severity.WARNING);
        }
        Optional<String> word = fields.text("severity", RuleAlert.MAX_TEXT);
        if (word.isPresent() && !SEVERITIES.contains(word.get())) {
            fields.fault(
                    "severity",
                    "is \"" + word.get() + "\", must be one of " + String.join(", ", SEVERITIES)
                            + Names.nearest(word.get(), SEVERITIES)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
            return Optional.empty();
        }
        return word.map(each -> Severity.valueOf(each.toUpperCase(Locale.ROOT)));
    }

    private Optional<Trigger> trigger() {
        boolean hits = fields.has("hits") || fields.has("of");
        boolean held = fields.has("for") || fields.has("until");
        boolean silent = fields.has("silent");
        if ((hits ? 1 : 0) + (held ? 1 : 0) + (silent ? 1 : 0) > 1) {
            fields.fault("", "mixes two ways to raise an alert; write either hits and of, or for and until, or silent");
            return Optional.empty();
        }
        return hits ? hits() : held ? held() : silent ? silent() : Optional.of(Trigger.Hits.ONE);
    }

    private Optional<Trigger> hits() {
        if (!fields.has("hits") || !fields.has("of")) {
            fields.fault(
                    fields.has("of") ? "hits" : "of",
                    "is missing; hits: 3, of: 5 raises when the rule fires on 3 of the last 5 readings");
            return Optional.empty();
        }
        Optional<Integer> of = fields.whole("of", 1, Trigger.MAX_WINDOW);
        Optional<Integer> n = fields.whole("hits", 1, of.orElse(Trigger.MAX_WINDOW));
        return of.isPresent() && n.isPresent() ? Optional.of(new Trigger.Hits(n.get(), of.get())) : Optional.empty();
    }

    private Optional<Trigger> held() {
        Optional<Duration> duration = fields.has("for") ? duration("for") : Optional.of(Duration.ZERO);
        Optional<String> until = fields.text("until", RuleCompiler.MAX_CHARACTERS);
        return duration.filter(any -> until.isPresent() || !fields.has("until"))
                .map(each -> new Trigger.Held(each, until));
    }

    private Optional<Trigger> silent() {
        return duration("silent").map(Trigger.Silent::new);
    }

    private Optional<Duration> duration(String name) {
        Optional<String> text = fields.text(name, RuleAlert.MAX_TEXT);
        Optional<Duration> duration = text.flatMap(DurationText::parse);
        boolean fits = duration.isPresent()
                && duration.get().compareTo(Trigger.SHORTEST) >= 0
                && duration.get().compareTo(Trigger.LONGEST) <= 0;
        if (text.isPresent() && !fits) {
            fields.fault(name, "is \"" + text.get() + "\", must be a time from 1s to 30d, such as 10s, 5m, 2h or 1d");
        }
        return fits ? duration : Optional.empty();
    }
}
