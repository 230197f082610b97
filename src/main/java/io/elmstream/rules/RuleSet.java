package io.elmstream.rules;

import static io.elmstream.rules.Bounds.require;

import io.elmstream.model.ModelId;
import java.util.List;

/**
 * Rules for the predictions of one model.
 *
 * @param modelId the model whose predictions they judge
 * @param version of the rule set, 1 or more
 * @param rules 1 to {@value #MAX_RULES}, judged in this order, with different names
 * @param probes 1 to {@value #MAX_PROBES}
 */
public record RuleSet(String modelId, int version, List<Rule> rules, List<RuleProbe> probes) {

    /** The most rules of a set: those that fired are the bits of one {@code long}. */
    public static final int MAX_RULES = Long.SIZE;

    /** The most probes of a set. */
    public static final int MAX_PROBES = 100;

    /** Copies the lists and checks the bounds. */
    public RuleSet {
        rules = List.copyOf(rules);
        probes = List.copyOf(probes);
        require(ModelId.isValid(modelId), "the model is \"" + modelId + "\", must be the id of a model");
        require(version >= 1, "version is " + version + ", must be 1 or more");
        require(
                rules.size() >= 1 && rules.size() <= MAX_RULES,
                "there are " + rules.size() + " rules, must be 1 to " + MAX_RULES);
        require(
                probes.size() >= 1 && probes.size() <= MAX_PROBES,
                "there are " + probes.size() + " probes, must be 1 to " + MAX_PROBES);
        long names = rules.stream().map(Rule::name).distinct().count();
        require(names == rules.size(), "the names of rules differ");
    }
}
