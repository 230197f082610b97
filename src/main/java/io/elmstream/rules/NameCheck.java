package io.elmstream.rules;

import io.elmstream.data.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the names that a version of the model does not know. */
final class NameCheck {

    private static final int LISTED = 12;

    /** The names for which another is suggested; more than anyone corrects at once. */
    private static final int SUGGESTED = 50;

    private final List<String> features;
    private final List<String> labels;
    private int suggested;

    NameCheck(List<String> features, List<String> labels) {
        this.features = features;
        this.labels = labels;
    }

    List<RuleFault> faults(RuleSet set, List<CompiledCondition> conditions) {
        List<RuleFault> faults = new ArrayList<>();
        for (CompiledCondition each : conditions) {
            for (Mention feature : each.features()) {
                if (!features.contains(feature.name())) {
                    faults.add(each.source().fault(feature.spot(), noFeature(feature.name(), true)));
                }
            }
            for (Mention label : each.labels()) {
                if (!label.name().isEmpty() && !labels.contains(label.name())) {
                    faults.add(each.source().fault(label.spot(), noLabel(label.name())));
                }
            }
        }
        for (int i = 0; i < set.probes().size(); i++) {
            probe("probes[" + i + "]", set.probes().get(i), faults);
        }
        return faults;
    }

    private void probe(String place, RuleProbe probe, List<RuleFault> faults) {
        for (String name : probe.features().keySet()) {
            if (!features.contains(name)) {
                faults.add(new RuleFault(place + ".features." + Excerpt.of(name), noFeature(name, false)));
            }
        }
        if (!probe.label().isEmpty() && !labels.contains(probe.label())) {
            faults.add(new RuleFault(place + ".label", noLabel(probe.label())));
        }
    }

    private String noFeature(String name, boolean orVariable) {
        List<String> known = Stream.concat(features.stream(), orVariable ? Variable.words().stream() : Stream.of())
                .toList();
        return "the model has no feature " + Excerpt.of(name) + hint(name, known, "its features are ", features);
    }

    private String noLabel(String name) {
        return "the model has no label " + Excerpt.of(name) + hint(name, labels, "its labels are ", labels);
    }

    private String hint(String name, List<String> known, String otherwise, List<String> listed) {
        if (++suggested > SUGGESTED) {
            return "";
        }
        String more = listed.size() > LISTED ? " and " + (listed.size() - LISTED) + " more" : "";
        return Names.nearest(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElseGet(() -> "; " + otherwise
                        + String.join(", ", listed.subList(0, Math.min(LISTED, listed.size()))) + more);
    }
}
