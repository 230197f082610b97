package io.elmstream.rules;

import java.util.List;
import java.util.Set;

/**
 * A condition that compiles.
 *
 * @param rule the index of its rule
 * @param until whether it clears the alert of the rule, rather than makes the rule fire
 * @param source as it is written
 * @param term with its types
 * @param features that it uses, as often as it does
 * @param labels that it compares with the label
 * @param inexact constants that a feature never equals, since it is a float and they are none
 * @param variables that it uses
 */
record CompiledCondition(
        int rule,
        boolean until,
        Source source,
        Term.Logical term,
        List<Mention> features,
        List<Mention> labels,
        List<Mention> inexact,
        Set<Variable> variables) {}
