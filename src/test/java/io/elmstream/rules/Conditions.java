package io.elmstream.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rule sets around single conditions. */
final class Conditions {

    private Conditions() {}

    /** A rule set with a rule for each condition, named {@code rule-0} and so on. */
    static RuleSet set(String... conditions) {
        List<Rule> rules = IntStream.range(0, conditions.length)
                .mapToObj(i -> new Rule(
                        "rule-" + i, Optional.of(conditions[i]), Optional.empty(), true, false, Optional.empty()))
                .toList();
        return new RuleSet("boiler", 1, rules, List.of(probe()));
    }

    private static RuleProbe probe() {
        return new RuleProbe(
                Map.of(),
                "",
                1,
                1,
                false,
                0,
                1,
                "",
                "",
                0,
                new RuleProbe.Expectation(List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
