package io.elmstream.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.data.Names;
import io.elmstream.model.ModelId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads the tree of a rule set strictly, and collects all faults. */
final class RuleSetReader {

    private static final List<String> SET = List.of("format", "model", "version", "rules", "probes");
    private static final List<String> RULE = List.of("name", "when", "label", "abstain", "suppress", "alert");
    private static final List<String> PROBE = List.of(
            "features",
            "label",
            "confidence",
            "margin",
            "abstained",
            "outOfRange",
            "version",
            "sensor",
            "previous",
            "held",
            "expect");
    private static final List<String> EXPECT = List.of("fired", "label", "abstained", "suppressed");
    private static final int MAX_NAME = 1_000;

    private final List<RuleFault> faults = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private RuleSetReader() {}

    /** Returns an exception with one fault of the whole document. */
    static RuleSetException fault(String message) {
        return fault("", message);
    }

    static RuleSetException fault(String place, String message) {
        return new RuleSetException(List.of(new RuleFault(place, message)));
    }

    static RuleSet read(JsonNode tree) throws RuleSetException {
        RuleSetReader reader = new RuleSetReader();
        Optional<RuleSet> set = reader.set(new Fields("", tree, reader.faults, SET));
        if (set.isEmpty() || !reader.faults.isEmpty()) {
            throw new RuleSetException(reader.faults);
        }
        return set.get();
    }

    private Optional<RuleSet> set(Fields fields) {
        if (fields.has("format")
                && fields.whole("format", 1, Integer.MAX_VALUE).orElse(RuleSetFormat.FORMAT) != RuleSetFormat.FORMAT) {
            fields.fault(
                    "format",
                    "is of a later release; this one reads " + RuleSetFormat.FORMAT + ". Upgrade all instances first.");
            return Optional.empty();
        }
        String model = required(fields, "model", ModelId::isValid, "must be the id of a model, for example shuttle");
        Optional<Integer> version = fields.whole("version", 1, Integer.MAX_VALUE);
        if (!fields.has("version")) {
            fields.fault("version", "is missing; the first version of a rule set is 1");
        }
        List<Rule> rules = rules(fields);
        List<RuleProbe> probes = new ArrayList<>();
        for (Fields each : fields.objects("probes", RuleSet.MAX_PROBES, PROBE)) {
            probe(each).ifPresent(probes::add);
        }
        if (fields.isEmpty("probes")) {
            fields.fault(
                    "probes",
                    "there are none; write one or more examples and what they give, so that the set can be tried");
        }
        return faults.isEmpty() ? Optional.of(new RuleSet(model, version.orElse(1), rules, probes)) : Optional.empty();
    }

    private List<Rule> rules(Fields fields) {
        List<Rule> rules = new ArrayList<>();
        for (Fields each : fields.objects("rules", RuleSet.MAX_RULES, RULE)) {
            rule(each).ifPresent(rules::add);
        }
        if (fields.isEmpty("rules")) {
            fields.fault("rules", "there are none; write 1 to " + RuleSet.MAX_RULES);
        }
        return rules;
    }

    private Optional<Rule> rule(Fields fields) {
        int before = faults.size();
        String name = required(
                fields,
                "name",
                Rule.NAME.asMatchPredicate(),
                "must be 1 to 63 lower-case letters, digits, dots, underscores or hyphens, a letter or digit first");
        if (!name.isEmpty() && !names.add(name)) {
            fields.fault("name", "is \"" + name + "\" as of a rule before; give each rule a name of its own");
        }
        Optional<String> when = fields.text("when", RuleCompiler.MAX_CHARACTERS);
        Optional<String> label = fields.text("label", Rule.MAX_LABEL);
        if (label.isPresent() && label.get().isBlank()) {
            fields.fault("label", "is empty; write the label that the prediction gets, or leave the field out");
        }
        boolean abstain = fields.flag("abstain").orElse(false);
        boolean suppress = fields.flag("suppress").orElse(false);
        Optional<RuleAlert> alert = fields.object("alert", AlertReader.FIELDS).flatMap(AlertReader::alert);
        boolean silent =
                alert.filter(each -> each.trigger() instanceof Trigger.Silent).isPresent();
        if (silent && fields.has("when")) {
            fields.fault(
                    "when", "a rule with alert.silent has none: it is about readings that do not come. Remove it.");
        }
        if (silent && (label.isPresent() || abstain || suppress)) {
            fields.fault("", "alert.silent has no reading to change; move label, abstain and suppress to another rule");
        }
        if (!silent && !fields.has("when") && faults.size() == before) {
            fields.fault("when", "is missing; write a condition, for example temperature > 80");
        }
        if (label.isEmpty() && !abstain && !suppress && alert.isEmpty() && faults.size() == before) {
            fields.fault("", "the rule has no effect; write label, abstain: true, suppress: true or alert");
        }
        return faults.size() == before
                ? Optional.of(new Rule(name, when, label, abstain, suppress, alert))
                : Optional.empty();
    }

    private Optional<RuleProbe> probe(Fields fields) {
        int before = faults.size();
        Map<String, Double> features = new TreeMap<>();
        fields.open("features")
                .ifPresent(each -> each.names()
                        .forEach(name -> each.number(name, -Float.MAX_VALUE, Float.MAX_VALUE)
                                .ifPresent(value -> features.put(name, value))));
        double confidence = fields.number("confidence", 0, 1).orElse(1.0);
        Optional<RuleProbe.Expectation> expect = fields.object("expect", EXPECT).map(this::expectation);
        if (!fields.has("expect")) {
            fields.fault(
                    "expect", "is missing; write what the example gives, for example expect: {fired: [overheated]}");
        }
        String label = fields.text("label", MAX_NAME).orElse("");
        double margin = fields.number("margin", 0, 1).orElse(confidence);
        boolean abstained = fields.flag("abstained").orElse(false);
        double outOfRange = fields.number("outOfRange", 0, 1).orElse(0.0);
        int version = fields.whole("version", 1, Integer.MAX_VALUE).orElse(1);
        String sensor = fields.text("sensor", MAX_NAME).orElse("");
        String previous = fields.text("previous", MAX_NAME).orElse("");
        double held = fields.number("held", 0, Double.MAX_VALUE).orElse(0.0);
        return expect.filter(any -> faults.size() == before)
                .map(each -> new RuleProbe(
                        features,
                        label,
                        confidence,
                        margin,
                        abstained,
                        outOfRange,
                        version,
                        sensor,
                        previous,
                        held,
                        each));
    }

    private RuleProbe.Expectation expectation(Fields fields) {
        List<String> fired = fields.texts("fired", RuleSet.MAX_RULES);
        if (!fields.has("fired")) {
            fields.fault("fired", "is missing; name the rules that fire, or write fired: [] if none does");
        }
        for (int i = 0; i < fired.size(); i++) {
            if (!names.isEmpty() && !names.contains(fired.get(i))) {
                fields.fault(
                        "fired[" + i + "]",
                        "is \"" + fired.get(i) + "\", which is no rule of this set"
                                + Names.nearest(fired.get(i), names)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""));
            } else if (fired.indexOf(fired.get(i)) < i) {
                fields.fault("fired[" + i + "]", "is \"" + fired.get(i) + "\" for the second time; remove it");
            }
        }
        return new RuleProbe.Expectation(
                fired, fields.text("label", MAX_NAME), fields.flag("abstained"), fields.flag("suppressed"));
    }

    /** Returns a text that must be there and fit; empty, with a fault, otherwise. */
    private static String required(Fields fields, String name, Predicate<String> fits, String must) {
        Optional<String> text = fields.text(name, MAX_NAME);
        if (!fields.has(name)) {
            fields.fault(name, "is missing, " + must);
        } else if (text.isPresent() && !fits.test(text.get())) {
            fields.fault(name, "is \"" + text.get() + "\", " + must);
        }
        return text.filter(fits).orElse("");
    }
}
