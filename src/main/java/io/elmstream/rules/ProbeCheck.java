package io.elmstream.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs the probes of a rule set. */
final class ProbeCheck {

    private final BoundRules rules;
    private final List<String> features;
    private final List<String> labels;
    private final List<RuleFault> faults = new ArrayList<>();

    private ProbeCheck(BoundRules rules, List<String> features, List<String> labels) {
        this.rules = rules;
        this.features = features;
        this.labels = labels;
    }

    /** Returns what probes give that they must not. */
    static List<RuleFault> faults(RuleSet set, BoundRules rules, List<String> features, List<String> labels) {
        ProbeCheck check = new ProbeCheck(rules, features, labels);
        for (int i = 0; i < set.probes().size(); i++) {
            check.probe("probes[" + i + "].expect.", set.probes().get(i));
        }
        return check.faults;
    }

    private void probe(String place, RuleProbe probe) {
        long fired = rules.fired(input(probe));
        RuleProbe.Expectation expect = probe.expect();
        compare(place + "fired", namesOf(mask(expect.fired())), namesOf(fired));
        int decides = rules.labelRule(fired);
        String label = decides < 0 ? probe.label() : rules.rule(decides).label().orElseThrow();
        compare(place + "label", expect.label(), label);
        compare(place + "abstained", expect.abstained(), probe.abstained() || rules.abstains(fired));
        compare(place + "suppressed", expect.suppressed(), rules.suppresses(fired));
    }

    private RuleInput input(RuleProbe probe) {
        float[] row = new float[features.size()];
        Arrays.fill(row, Float.NaN);
        probe.features().forEach((name, value) -> row[features.indexOf(name)] = value.floatValue());
        RuleInput in = new RuleInput();
        in.row(row, 0);
        in.label(labels.indexOf(probe.label()));
        in.scores((float) probe.confidence(), (float) probe.margin());
        in.abstained(probe.abstained());
        in.outOfRange(probe.outOfRange());
        in.version(probe.version());
        in.sensor(probe.sensor().getBytes(UTF_8));
        in.previous(probe.previous(), probe.held());
        return in;
    }

    private long mask(List<String> names) {
        long mask = 0;
        for (int i = 0; i < rules.count(); i++) {
            mask |= names.contains(rules.rule(i).name()) ? 1L << i : 0;
        }
        return mask;
    }

    private List<String> namesOf(long fired) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < rules.count(); i++) {
            if ((fired >>> i & 1) == 1) {
                names.add(rules.rule(i).name());
            }
        }
        return names;
    }

    private <T> void compare(String place, Optional<T> expected, T actual) {
        expected.ifPresent(each -> compare(place, each, actual));
    }

    private <T> void compare(String place, T expected, T actual) {
        if (!expected.equals(actual)) {
            faults.add(new RuleFault(
                    place, "is " + expected + ", but the rules give " + actual + "; correct the rule or the example"));
        }
    }
}
