package io.elmstream.rules;

import io.elmstream.model.Contract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A rule set whose conditions compile. Immutable. */
public final class CompiledRules {

    private final RuleSet set;
    private final List<CompiledCondition> conditions;

    CompiledRules(RuleSet set, List<CompiledCondition> conditions) {
        this.set = set;
        this.conditions = List.copyOf(conditions);
    }

    /** Returns the rule set. */
    public RuleSet set() {
        return set;
    }

    /** Returns the names of the features that conditions use, sorted. */
    public Set<String> features() {
        Set<String> names = new TreeSet<>();
        conditions.forEach(each -> each.features().forEach(feature -> names.add(feature.name())));
        return Collections.unmodifiableSet(names);
    }

    /** Returns the labels that conditions name, sorted. */
    public Set<String> labels() {
        Set<String> names = new TreeSet<>();
        conditions.forEach(each -> each.labels().forEach(label -> names.add(label.name())));
        names.remove("");
        return Collections.unmodifiableSet(names);
    }

    /** Returns the features and labels that conditions name, as a model must have them. */
    public Contract names() {
        return new Contract(List.copyOf(features()), List.copyOf(labels()));
    }

    /**
     * Returns the names of the features that the conditions of one rule use, sorted.
     *
     * @param rule its index, from 0
     */
    public Set<String> features(int rule) {
        Set<String> names = new TreeSet<>();
        of(rule).forEach(each -> each.features().forEach(feature -> names.add(feature.name())));
        return Collections.unmodifiableSet(names);
    }

    /**
     * Returns what else the conditions of one rule use: {@code label}, {@code confidence} and so on, sorted.
     *
     * @param rule its index, from 0
     */
    public Set<String> variables(int rule) {
        Set<String> words = new TreeSet<>();
        of(rule).forEach(each -> each.variables().forEach(variable -> words.add(variable.word())));
        return Collections.unmodifiableSet(words);
    }

    private Stream<CompiledCondition> of(int rule) {
        return conditions.stream().filter(each -> each.rule() == rule);
    }

    /** Returns whether a condition looks at what was before: {@code previous} or {@code held}. */
    public boolean usesMemory() {
        return conditions.stream()
                .anyMatch(each -> each.variables().contains(Variable.PREVIOUS)
                        || each.variables().contains(Variable.HELD));
    }

    /**
     * Judges the rules against a version of the model: features and labels that it lacks, and probes that give
     * something else than they must. An effect may set a label that the model lacks.
     *
     * @param featureNames the features of the model, in its order
     * @param labels the labels of the model, in its order
     * @return the faults; none if the rules fit
     */
    public List<RuleFault> check(List<String> featureNames, List<String> labels) {
        List<RuleFault> faults = new ArrayList<>(new NameCheck(featureNames, labels).faults(set, conditions));
        if (faults.isEmpty()) {
            faults.addAll(ProbeCheck.faults(set, bind(set.modelId(), featureNames, labels), featureNames, labels));
        }
        return faults;
    }

    /**
     * Runs the probes as if the model had every feature and label that the set names, for when the model is not at
     * hand.
     *
     * @return what the probes give that they must not
     */
    public List<RuleFault> checkProbes() {
        Set<String> featureNames = new TreeSet<>(features());
        Set<String> labels = new TreeSet<>(labels());
        for (RuleProbe probe : set.probes()) {
            featureNames.addAll(probe.features().keySet());
            labels.add(probe.label());
        }
        labels.remove("");
        List<String> columns = List.copyOf(featureNames);
        List<String> classes = List.copyOf(labels);
        return ProbeCheck.faults(set, bind(set.modelId(), columns, classes), columns, classes);
    }

    /** Returns what is not wrong, but worth saying, in sentences. */
    public List<String> notes() {
        return Notes.of(set, conditions);
    }

    /**
     * Makes the rules ready for one version of a model. Never fails: a feature that the version lacks is NaN.
     *
     * @param modelId the model
     * @param featureNames its features, in the order of rows
     * @param labels its labels, in the order of indices
     */
    public BoundRules bind(String modelId, List<String> featureNames, List<String> labels) {
        Binder binder = new Binder(modelId, featureNames, labels);
        List<Optional<Condition>> when =
                new ArrayList<>(Collections.nCopies(set.rules().size(), Optional.empty()));
        List<Optional<Condition>> until = new ArrayList<>(when);
        for (CompiledCondition each : conditions) {
            (each.until() ? until : when).set(each.rule(), Optional.of(binder.condition(each.term())));
        }
        return new BoundRules(set.rules(), when, until, usesMemory(), List.copyOf(binder.missing()));
    }
}
