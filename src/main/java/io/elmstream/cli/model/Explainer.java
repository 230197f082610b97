package io.elmstream.cli.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.cli.model.Explanation.Feature;
import io.elmstream.cli.model.Explanation.JudgedRule;
import io.elmstream.cli.model.Explanation.Score;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.Trust;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.BatchScorer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.Probabilities;
import io.elmstream.model.Artefact;
import io.elmstream.rules.BoundRules;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.Rule;
import io.elmstream.rules.RuleInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Scores one reading and judges it by a rule set, as an instance does, and says how. */
final class Explainer {

    /**
     * What is known of a reading besides its features.
     *
     * @param position where it is; empty if it is in no topic
     * @param eventTime ISO 8601
     */
    record Reading(
            Optional<String> position,
            Optional<String> eventTime,
            Optional<String> sensor,
            Optional<String> previous,
            Optional<Double> heldSeconds) {}

    private final Artefact artefact;
    private final float[] row;
    private final Reading reading;
    private final float[] probabilities;
    private final boolean verified;
    private final int top;
    private final float margin;
    private final boolean abstained;
    private final float outOfRange;

    private Explainer(Artefact artefact, float[] row, Reading reading) {
        this.artefact = artefact;
        this.row = row;
        this.reading = reading;
        this.probabilities = new float[labels().size()];
        BatchScorer<Boolean> scorer = new BatchScorer<>(
                artefact.classifier(),
                ForwardPass.fastest(),
                (one, scores, at) -> System.arraycopy(scores, at, probabilities, 0, probabilities.length));
        scorer.add(row, true);
        scorer.finish();
        this.verified = scorer.verifiedRows() > 0;
        this.top = Probabilities.predicted(probabilities, 0, probabilities.length);
        float[] ascending = probabilities.clone();
        Arrays.sort(ascending);
        this.margin = probabilities[top] - (ascending.length > 1 ? ascending[ascending.length - 2] : 0);
        Optional<Trust> trust = artefact.trust();
        this.abstained = trust.filter(each -> each.abstention().abstains(top, probabilities[top]))
                .isPresent();
        this.outOfRange = trust.map(each -> each.range().beyond(row, 0)).orElse(0f);
    }

    /** Returns the classes that the reading may well have; none if the version has no such sets. */
    private List<String> labelSet() {
        return artefact.trust()
                .map(trust -> IntStream.range(0, probabilities.length)
                        .filter(c -> trust.sets().has(c, probabilities[c], top))
                        .mapToObj(labels()::get)
                        .toList())
                .orElse(List.of());
    }

    /**
     * Explains a reading.
     *
     * @param row the features in the order of the model, which the model accepts
     * @param rules the rule set that judges it; empty if none does
     */
    static Explanation of(Artefact artefact, Optional<CompiledRules> rules, float[] row, Reading reading) {
        return new Explainer(artefact, row, reading).explain(rules);
    }

    private List<String> labels() {
        return artefact.classifier().labels();
    }

    private Explanation explain(Optional<CompiledRules> rules) {
        Optional<BoundRules> bound = rules.map(
                each -> each.bind(artefact.id().value(), artefact.classifier().featureNames(), labels()));
        long fired = bound.map(each -> each.fired(input())).orElse(0L);
        int deciding = bound.map(each -> each.labelRule(fired)).orElse(-1);
        return new Explanation(
                artefact.id().value(),
                artefact.version(),
                reading.position(),
                reading.sensor(),
                reading.eventTime(),
                features(),
                IntStream.range(0, probabilities.length)
                        .mapToObj(c -> new Score(labels().get(c), probabilities[c]))
                        .toList(),
                labels().get(top),
                probabilities[top],
                margin,
                verified,
                labelSet(),
                outOfRange,
                rules.map(each -> each.set().version()),
                rules.map(each -> judged(each, fired)).orElse(List.of()),
                deciding < 0
                        ? labels().get(top)
                        : bound.orElseThrow().rule(deciding).label().orElseThrow(),
                abstained || bound.filter(each -> each.abstains(fired)).isPresent(),
                bound.filter(each -> each.suppresses(fired)).isPresent(),
                rules.map(each -> notes(each, bound.orElseThrow())).orElse(List.of()));
    }

    private RuleInput input() {
        RuleInput in = new RuleInput();
        in.row(row, 0);
        in.label(top);
        in.scores(probabilities[top], margin);
        in.abstained(abstained);
        in.outOfRange(outOfRange);
        in.version(artefact.version());
        in.sensor(reading.sensor().orElse("").getBytes(UTF_8));
        in.previous(reading.previous().orElse(""), reading.heldSeconds().orElse(0.0));
        return in;
    }

    private List<Feature> features() {
        Standardiser standardiser = answering().standardiser();
        float[] means = standardiser.means();
        float[] scales = standardiser.scales();
        boolean plain = IntStream.range(0, means.length).allMatch(j -> means[j] == 0 && scales[j] == 1);
        return IntStream.range(0, row.length)
                .mapToObj(j -> new Feature(
                        artefact.classifier().featureNames().get(j),
                        Optional.of(row[j]).filter(value -> !value.isNaN()),
                        Float.isNaN(row[j]) || plain
                                ? Optional.empty()
                                : Optional.of(((double) row[j] - means[j]) / scales[j])))
                .toList();
    }

    /** Returns the model that gave the probabilities. */
    private Elm answering() {
        Classifier classifier = artefact.classifier();
        if (classifier instanceof VerifiedDraft pair) {
            return verified ? pair.verifier() : pair.draft();
        }
        return artefact.elm();
    }

    private List<JudgedRule> judged(CompiledRules rules, long fired) {
        List<JudgedRule> judged = new ArrayList<>();
        for (int i = 0; i < rules.set().rules().size(); i++) {
            Rule rule = rules.set().rules().get(i);
            judged.add(new JudgedRule(
                    rule.name(),
                    rule.when().map(RuleTexts::inOneLine),
                    (fired >>> i & 1) == 1,
                    values(rules, i),
                    rule.effects()));
        }
        return judged;
    }

    private Map<String, String> values(CompiledRules rules, int rule) {
        Map<String, String> values = new LinkedHashMap<>();
        rules.features(rule).forEach(name -> values.put(name, feature(name)));
        rules.variables(rule).forEach(word -> values.put(word, variable(word)));
        return values;
    }

    private String feature(String name) {
        int index = artefact.classifier().featureNames().indexOf(name);
        return index < 0 ? "NaN" : RuleTexts.number(row[index]);
    }

    private String variable(String word) {
        return switch (word) {
            case "label" -> labels().get(top);
            case "confidence" -> RuleTexts.number(probabilities[top]);
            case "margin" -> RuleTexts.number(margin);
            case "abstained" -> Boolean.toString(abstained);
            case "outOfRange" -> RuleTexts.number(outOfRange);
            case "model" -> artefact.id().value();
            case "version" -> Integer.toString(artefact.version());
            case "sensor" -> reading.sensor().orElse("''");
            case "previous" -> reading.previous().orElse("''");
            case "held" -> RuleTexts.number(reading.heldSeconds().orElse(0.0));
            default -> throw new IllegalArgumentException("there is no variable " + word);
        };
    }

    private List<String> notes(CompiledRules rules, BoundRules bound) {
        List<String> notes = new ArrayList<>();
        if (!rules.set().modelId().equals(artefact.id().value())) {
            notes.add("the rule set judges the predictions of " + rules.set().modelId() + ", not of " + artefact.id());
        }
        for (String name : bound.missing()) {
            notes.add("version " + artefact.version() + " of " + artefact.id() + " has no feature " + name
                    + ", so it is NaN in conditions");
        }
        boolean usesSensor = IntStream.range(0, bound.count())
                .anyMatch(i -> rules.variables(i).contains("sensor"));
        if (usesSensor && reading.sensor().isEmpty()) {
            notes.add("conditions name sensor, which is not given and empty here: --sensor sets it");
        }
        if (rules.usesMemory()
                && (reading.previous().isEmpty() || reading.heldSeconds().isEmpty())) {
            notes.add("conditions name previous or held, which only a running instance knows: here previous is "
                    + variable("previous") + " and held is " + variable("held")
                    + "; --previous and --held set them");
        }
        return notes;
    }
}
