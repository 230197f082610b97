package io.elmstream.rules;

import java.util.List;
import java.util.Optional;

/**
 * Rules for one version of a model: bits of a {@code long} stand for the rules, in their order. Immutable; no call
 * allocates memory or fails.
 */
public final class BoundRules {

    private final List<Rule> rules;
    private final Judged when;
    private final Judged until;
    private final boolean usesMemory;
    private final List<String> missing;
    private final long labels;
    private final long abstaining;
    private final long suppressing;
    private final long alerts;

    /**
     * @param when the conditions of rules, by index; empty for rules without one
     * @param until the conditions that clear alerts, in the same way
     */
    BoundRules(
            List<Rule> rules,
            List<Optional<Condition>> when,
            List<Optional<Condition>> until,
            boolean usesMemory,
            List<String> missing) {
        this.rules = rules;
        this.when = new Judged(when);
        this.until = new Judged(until);
        this.usesMemory = usesMemory;
        this.missing = List.copyOf(missing);
        long label = 0;
        long abstain = 0;
        long suppress = 0;
        long alert = 0;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            label |= bit(rule.label().isPresent(), i);
            abstain |= bit(rule.abstain(), i);
            suppress |= bit(rule.suppress(), i);
            alert |= bit(rule.alert().isPresent(), i);
        }
        labels = label;
        abstaining = abstain;
        suppressing = suppress;
        alerts = alert;
    }

    /**
     * Returns the rules whose conditions hold; a rule without a condition is never among them.
     *
     * @param in the reading
     */
    public long fired(RuleInput in) {
        return when.holding(in);
    }

    /**
     * Returns the rules whose alerts this reading clears by their {@link Trigger.Held#until}.
     *
     * @param in the reading
     */
    public long clears(RuleInput in) {
        return until.holding(in);
    }

    /**
     * Returns the rule that decides the label: the first of those that fired and set one; -1 if there is none.
     *
     * @param fired what {@link #fired} returned
     */
    public int labelRule(long fired) {
        long setting = fired & labels;
        return setting == 0 ? -1 : Long.numberOfTrailingZeros(setting);
    }

    /**
     * Returns whether the prediction becomes an abstention.
     *
     * @param fired what {@link #fired} returned
     */
    public boolean abstains(long fired) {
        return (fired & abstaining) != 0;
    }

    /**
     * Returns whether no alert is raised on this reading.
     *
     * @param fired what {@link #fired} returned
     */
    public boolean suppresses(long fired) {
        return (fired & suppressing) != 0;
    }

    /** Returns the rules that have an alert. */
    public long alerts() {
        return alerts;
    }

    /**
     * Returns a rule.
     *
     * @param i its index, 0 to {@code count() - 1}
     */
    public Rule rule(int i) {
        return rules.get(i);
    }

    /** Returns the number of rules. */
    public int count() {
        return rules.size();
    }

    /** Returns whether a condition looks at what was before: {@code previous} or {@code held}. */
    public boolean usesMemory() {
        return usesMemory;
    }

    /** Returns the features that conditions use and this version of the model lacks, sorted: they are NaN. */
    public List<String> missing() {
        return missing;
    }

    private static long bit(boolean set, int i) {
        return set ? 1L << i : 0;
    }

    /** The conditions that there are, with the bits of their rules. */
    private static final class Judged {
        private final Condition[] conditions;
        private final long[] bits;

        Judged(List<Optional<Condition>> byRule) {
            conditions = byRule.stream().flatMap(Optional::stream).toArray(Condition[]::new);
            bits = new long[conditions.length];
            int count = 0;
            for (int i = 0; i < byRule.size(); i++) {
                if (byRule.get(i).isPresent()) {
                    bits[count++] = 1L << i;
                }
            }
        }

        long holding(RuleInput in) {
            long holding = 0;
            for (int i = 0; i < conditions.length; i++) {
                if (conditions[i].holds(in)) {
                    holding |= bits[i];
                }
            }
            return holding;
        }
    }
}
