package io.elmstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.rollout.Gate.Verdict.Failed;
import io.elmstream.rollout.Gate.Verdict.Passed;
import io.elmstream.rollout.Gate.Verdict.Undecided;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Gate ACCURATE = new Gate(100, OptionalDouble.of(0.01), OptionalDouble.empty(), 0.05);
    private static final Gate AGREEING = new Gate(100, OptionalDouble.empty(), OptionalDouble.of(0.9), 0.05);

    @Test
    void shouldWaitForEnoughReadingsWithALabelWhereAccuracyCounts() {
        // When, then
        assertThat(ACCURATE.judge(counts(10_000, 10_000, 99, 99, 99, 0))).isEqualTo(new Undecided());
        assertThat(ACCURATE.judge(counts(10_000, 9_000, 100, 90, 89, 0))).isInstanceOf(Passed.class);
    }

    @Test
    void shouldFailAChallengerThatIsLessAccurate() {
        // When
        Gate.Verdict verdict = ACCURATE.judge(counts(200, 180, 100, 90, 88, 0));

        // Then
        assertThat(verdict)
                .isEqualTo(new Failed("its accuracy is 2.00 % lower, more than 1.00 %; 200 readings compared,"
                        + " 90.00 % agreed, accuracy 88.00 % against 90.00 % on 100 with a label"));
    }

    @Test
    void shouldJudgeAgreement() {
        // When, then
        assertThat(AGREEING.judge(counts(99, 99, 0, 0, 0, 0))).isEqualTo(new Undecided());
        assertThat(AGREEING.judge(counts(100, 90, 0, 0, 0, 0))).isInstanceOf(Passed.class);
        assertThat(AGREEING.judge(counts(100, 89, 0, 0, 0, 0))).isInstanceOf(Failed.class);
    }

    @Test
    void shouldNotWaitForMoreErrorsThanAllowed() {
        // When, then: 6 of the first 100 are too many whatever the others are
        assertThat(AGREEING.judge(counts(0, 0, 0, 0, 0, 5))).isEqualTo(new Undecided());
        assertThat(AGREEING.judge(counts(0, 0, 0, 0, 0, 6))).isInstanceOf(Failed.class);
    }

    @Test
    void shouldSayWhatItWaitsFor() {
        // When, then
        assertThat(AGREEING.waitsFor(counts(40, 40, 0, 0, 0, 0))).isEqualTo("they wait for 60 more readings");
        assertThat(AGREEING.waitsFor(counts(100, 99, 0, 0, 0, 0))).startsWith("enough has been compared");
        assertThat(ACCURATE.waitsFor(counts(5_000, 5_000, 0, 0, 0, 0)))
                .isEqualTo("they wait for 100 more readings with a label; none carries one yet, and without labels"
                        + " accuracy is"
                        + " never decided");
        assertThat(ACCURATE.waitsFor(counts(5_000, 5_000, 70, 60, 60, 0)))
                .isEqualTo("they wait for 30 more readings with a label");
    }

    @Test
    void shouldAddUpCounts() {
        // Given
        Comparison one = new Comparison(2, 1, Map.of(new ClassPair("a", "b"), 1L), 1, 1, 0, 3);

        // When
        Comparison both = one.plus(one);

        // Then
        assertThat(both).isEqualTo(new Comparison(4, 2, Map.of(new ClassPair("a", "b"), 2L), 2, 2, 0, 6));
        assertThat(Comparison.NONE.inShort()).isEqualTo("nothing has been compared");
    }

    @Test
    void shouldNameAConditionThatIsOutOfRange() {
        // When, then
        assertThatThrownBy(() -> new Gate(0, OptionalDouble.empty(), OptionalDouble.empty(), 0))
                .hasMessage("minReadings must be 1 or more, got 0");
        assertThatThrownBy(() -> new Gate(1, OptionalDouble.of(Double.NaN), OptionalDouble.empty(), 0))
                .hasMessage("maxAccuracyLoss must be 0 to 1, got NaN");
    }

    private static Comparison counts(
            long compared, long agreed, long labelled, long champion, long challenger, long errors) {
        return new Comparison(compared, agreed, Map.of(), labelled, champion, challenger, errors);
    }
}
