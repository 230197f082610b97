package io.elmstream.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.alert.AlertChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRuleTest {

    @Test
    void shouldRaiseAtNthHitAndClearWhenHalfOfThemHaveLeftTheWindow() {
        // Given
        AlertRule rule = new AlertRule(3, 5, 0.5);

        // When
        List<Optional<Kind>> kinds = run(rule, history("1011 0000 00")).stream()
                .map(AlertRuleTest::kind)
                .toList();

        // Then
        Optional<Kind> none = Optional.empty();
        assertThat(kinds)
                .containsExactly(
                        none,
                        none,
                        none,
                        Optional.of(Kind.RAISED),
                        none,
                        none,
                        none,
                        Optional.of(Kind.CLEARED),
                        none,
                        none);
    }

    @Test
    void shouldNameTheRaisingReadingInBothChanges() {
        // Given
        AlertRule rule = new AlertRule(2, 3, 0);

        // When
        List<AlertChange> changes = run(rule, history("0110 000")).stream()
                .flatMap(step -> step.change().stream())
                .toList();

        // Then
        assertThat(changes).containsExactly(new AlertChange(Kind.RAISED, at(2)), new AlertChange(Kind.CLEARED, at(2)));
    }

    @Test
    void shouldGiveOneSharedStepForAHealthySensor() {
        // Given
        AlertRule rule = new AlertRule(2, 8, 0.5);

        // When
        AlertStep first = rule.next(AlertState.EMPTY, false, at(0));
        AlertStep second = rule.next(first.state(), false, at(1));

        // Then
        assertThat(second).isSameAs(first);
        assertThat(second.state()).isSameAs(AlertState.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"true, 0.5, true", "true, 0.4999, false", "false, 0.9, false", "true, NaN, false"})
    void shouldCountOnlyConfidentPredictionsOfAlertClasses(boolean inAlertClass, double confidence, boolean hit) {
        // Given
        AlertRule rule = new AlertRule(1, 1, 0.5);

        // When / Then
        assertThat(rule.isHit(inAlertClass, confidence)).isEqualTo(hit);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5, 0.5, n",
        "6, 5, 0.5, n",
        "1, 0, 0.5, m",
        "1, 65, 0.5, m",
        "1, 5, 1.1, minConfidence",
        "1, 5, NaN, minConfidence"
    })
    void shouldRefuseARuleOutOfRangeNamingTheField(int n, int m, double minConfidence, String field) {
        // Given / When / Then
        assertThatThrownBy(() -> new AlertRule(n, m, minConfidence))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field + " must be");
    }

    @Test
    void shouldIgnoreBitsThatAWiderWindowLeft() {
        // Given
        AlertState wide = new AlertState(0b1111_0000_0000L, Optional.of(at(3)));

        // When
        AlertStep step = new AlertRule(2, 4, 0).next(wide, false, at(12));

        // Then
        assertThat(step.state()).isEqualTo(AlertState.EMPTY);
        assertThat(step.change()).contains(new AlertChange(Kind.CLEARED, at(3)));
    }

    @Property
    void shouldAgreeWithAReferenceThatKeepsTheWholeHistory(
            @ForAll("rules") AlertRule rule, @ForAll("histories") List<Boolean> history) {
        // Given
        boolean standing = false;

        // When
        List<AlertStep> steps = run(rule, history);

        // Then
        for (int i = 0; i < history.size(); i++) {
            long hits = history.subList(Math.max(0, i + 1 - rule.m()), i + 1).stream()
                    .filter(hit -> hit)
                    .count();
            boolean before = standing;
            standing = before ? hits >= rule.n() / 2.0 : hits >= rule.n();
            Optional<Kind> expected =
                    before == standing ? Optional.empty() : Optional.of(standing ? Kind.RAISED : Kind.CLEARED);
            assertThat(kind(steps.get(i))).as("change at %d", i).isEqualTo(expected);
            assertThat(steps.get(i).state().isRaised()).as("raised at %d", i).isEqualTo(standing);
            assertThat(steps.get(i).state().isEmpty()).as("empty at %d", i).isEqualTo(hits == 0);
        }
    }

    @Property
    void shouldNeverFlap(@ForAll("rules") AlertRule rule, @ForAll("histories") List<Boolean> history) {
        // Given
        List<Integer> cleared = new ArrayList<>();

        // When
        List<AlertStep> steps = run(rule, history);
        for (int i = 0; i < steps.size(); i++) {
            if (kind(steps.get(i)).equals(Optional.of(Kind.CLEARED))) {
                cleared.add(i);
            }
        }

        // Then
        for (int i = 1; i < cleared.size(); i++) {
            assertThat(cleared.get(i) - cleared.get(i - 1)).isGreaterThan(rule.m());
        }
    }

    @Provide
    Arbitrary<AlertRule> rules() {
        return Arbitraries.integers()
                .between(1, 64)
                .withDistribution(RandomDistribution.uniform())
                .flatMap(m -> Arbitraries.integers().between(1, m).map(n -> new AlertRule(n, m, 0.5)));
    }

    @Provide
    Arbitrary<List<Boolean>> histories() {
        // bursts, not coin throws: changes of an alert need runs of hits and of misses
        Arbitrary<List<Boolean>> run = Arbitraries.of(true, false, false)
                .flatMap(hit -> Arbitraries.just(hit).list().ofMinSize(1).ofMaxSize(40));
        return run.list()
                .ofMaxSize(20)
                .map(runs -> runs.stream().flatMap(List::stream).toList());
    }

    private static List<AlertStep> run(AlertRule rule, List<Boolean> history) {
        List<AlertStep> steps = new ArrayList<>();
        AlertState state = AlertState.EMPTY;
        for (boolean hit : history) {
            AlertStep step = rule.next(state, hit, at(steps.size()));
            steps.add(step);
            state = step.state();
        }
        return steps;
    }

    private static List<Boolean> history(String bits) {
        return bits.chars().filter(c -> c != ' ').mapToObj(c -> c == '1').toList();
    }

    private static Optional<Kind> kind(AlertStep step) {
        return step.change().map(AlertChange::kind);
    }

    private static Position at(long offset) {
        return new Position("readings", 0, offset);
    }
}
