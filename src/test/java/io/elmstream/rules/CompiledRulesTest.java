package io.elmstream.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompiledRulesTest {

    private static final List<String> FEATURES = List.of("pressure", "temperature", "rad.flow");
    private static final List<String> LABELS = List.of("High", "Low", "Rad.Flow");

    @Test
    void shouldKnowTheFeaturesOfConditions() throws Exception {
        // When
        CompiledRules rules =
                compiled("b > 1 && features['any name'] > a", "label == 'High' && a > 2", "confidence > 0.5");

        // Then
        assertThat(rules.features()).containsExactly("a", "any name", "b");
    }

    @Test
    void shouldKnowWhetherConditionsLookBack() throws Exception {
        assertThat(compiled("label == 'High'").usesMemory()).isFalse();
        assertThat(compiled("label == 'High'", "label != previous").usesMemory())
                .isTrue();
        assertThat(compiled("held > 60").usesMemory()).isTrue();
    }

    @Test
    void shouldNameTheNearestFeatureAndLabel() throws Exception {
        // When
        List<RuleFault> faults = compiled(
                        "temprature > 80 && label == 'Hihg'",
                        "confidance < 0.5 || label in ['Low', 'Rad Flow'] || 'Medium' != label",
                        "voltage > 1 && (previous == 'Gone' || sensor == 'x' || label == '')")
                .check(FEATURES, LABELS);

        // Then
        assertThat(faults)
                .extracting(RuleFault::toString)
                .containsExactly(
                        "rules[0].when: rule rule-0, column 1, at temprature > 80 && label...: the model has no"
                                + " feature temprature; did you mean temperature?",
                        "rules[0].when: rule rule-0, column 29, at 'Hihg': the model has no label Hihg; its labels"
                                + " are High, Low, Rad.Flow",
                        "rules[1].when: rule rule-1, column 1, at confidance < 0.5 || labe...: the model has no"
                                + " feature confidance; did you mean confidence?",
                        "rules[1].when: rule rule-1, column 38, at 'Rad Flow'] || 'Medium'...: the model has no"
                                + " label Rad Flow; did you mean Rad.Flow?",
                        "rules[1].when: rule rule-1, column 53, at 'Medium' != label: the model has no label Medium;"
                                + " its labels are High, Low, Rad.Flow",
                        "rules[2].when: rule rule-2, column 1, at voltage > 1 && (previous...: the model has no"
                                + " feature voltage; its features are pressure, temperature, rad.flow");
    }

    @Test
    void shouldCheckTheNamesOfProbes() throws Exception {
        // Given
        CompiledRules rules = of("a > 1", """
                  - {features: {temperture: 90}, label: Hot, expect: {fired: []}}
                """);

        // When
        List<RuleFault> faults = rules.check(List.of("a", "temperature"), LABELS);

        // Then
        assertThat(faults)
                .extracting(RuleFault::toString)
                .containsExactly(
                        "probes[0].features.temperture: the model has no feature temperture; did you mean temperature?",
                        "probes[0].label: the model has no label Hot; its labels are High, Low, Rad.Flow");
    }

    @Test
    void shouldRunTheProbes() throws Exception {
        // Given
        CompiledRules rules = of("temperature > 80 && label == 'High'", """
                  - {features: {temperature: 90}, label: High, expect: {fired: [one], label: Check, suppressed: false}}
                  - {features: {temperature: 90}, label: High, expect: {fired: [], label: High, suppressed: true}}
                  - {label: High, expect: {fired: [one], abstained: true}}
                  - {label: High, abstained: true, expect: {fired: [], label: High, abstained: true}}
                """);

        // When
        List<RuleFault> faults = rules.check(FEATURES, LABELS);

        // Then
        assertThat(faults)
                .extracting(RuleFault::toString)
                .containsExactly(
                        "probes[1].expect.fired: is [], but the rules give [one]; correct the rule or the example",
                        "probes[1].expect.label: is High, but the rules give Check; correct the rule or the example",
                        "probes[1].expect.suppressed: is true, but the rules give false; correct the rule or"
                                + " the example",
                        "probes[2].expect.fired: is [one], but the rules give []; correct the rule or the example",
                        "probes[2].expect.abstained: is true, but the rules give false; correct the rule or"
                                + " the example");
    }

    @Test
    void shouldSayWhatIsNotWrong() throws Exception {
        // Given
        RuleSet set = RuleSetFormat.parse("""
                model: m
                version: 1
                rules:
                  - {name: a, when: "1 < 2 || temperature > 1", label: X}
                  - {name: b, when: abstained && !true, label: Y}
                  - name: c
                    when: temperature == 22.7 || temperature in [0.5, 0.1]
                    label: X
                    suppress: true
                    alert: {text: t}
                probes:
                  - {expect: {fired: [a]}}
                """);

        // When
        List<String> notes = new RuleCompiler().compile(set).notes();

        // Then
        assertThat(notes)
                .containsExactly(
                        "a, b, c set different labels: where several fire, the first of them decides.",
                        "rules[0].when of rule a is always true, whatever the reading is.",
                        "rules[1].when of rule b is always false, whatever the reading is.",
                        "rules[2].when of rule c compares a feature with 22.7. Features are floats, and none is exactly"
                                + " that; write a range.",
                        "rules[2].when of rule c compares a feature with 0.1. Features are floats, and none is exactly"
                                + " that; write a range.",
                        "c suppresses alerts, so it never raises its own.");
    }

    private static CompiledRules compiled(String... conditions) throws RuleSetException {
        return new RuleCompiler().compile(Conditions.set(conditions));
    }

    private static CompiledRules of(String condition, String probes) throws RuleSetException {
        return new RuleCompiler()
                .compile(RuleSetFormat.parse("model: m\nversion: 1\nrules:\n  - name: one\n    when: " + condition
                        + "\n    label: Check\nprobes:\n" + probes));
    }
}
