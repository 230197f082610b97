package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.VerifiedDraft;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DraftTrialTest {

    private final DraftTrial trial = new DraftTrial(List.of("low", "high", "rare"));

    @Test
    void shouldBeSureWhereTheVerifierAgrees() {
        // Given: of the class low, the draft is wrong about every third row that it is less sure of
        for (int i = 0; i < 300; i++) {
            trial.add(0, 0, 0.99f, 0);
            trial.add(0, 0, 0.6f, i % 3 == 0 ? 1 : 0);
            trial.add(1, 1, 0.99f, 1);
        }

        // When
        float[] thresholds = trial.thresholds(0.98);

        // Then: a class that the draft never gives is never trusted
        assertThat(thresholds).containsExactly(0.99f, 0.99f, VerifiedDraft.NEVER_SURE);
        assertThat(trial.verified(thresholds)).isEqualTo(1 / 3.0);
    }

    @Test
    void shouldExpectDisagreementsThatFewRowsDoNotShow() {
        // Given: the chance of a disagreement is the square of what the confidence lacks
        SplittableRandom source = new SplittableRandom(3);
        float[] learnt = disagreeing(400, source).thresholds(0.995);

        // When: other readings of the same kind come
        int rows = 100_000;
        DraftTrial readings = disagreeing(rows, source);
        float[] enough = readings.thresholds(0.995);

        // Then
        assertThat(learnt[0]).isCloseTo(enough[0], within(0.03f));
    }

    private static DraftTrial disagreeing(int rows, SplittableRandom source) {
        DraftTrial trial = new DraftTrial(List.of("low", "high"));
        for (int i = 0; i < rows; i++) {
            double confidence = 0.5 + 0.5 * source.nextDouble();
            double chance = (1 - confidence) * (1 - confidence);
            trial.add(0, 0, (float) confidence, source.nextDouble() < chance ? 1 : 0);
        }
        return trial;
    }

    @Test
    void shouldTakeRowsOfTheSameConfidenceTogether() {
        // Given
        trial.add(0, 0, 0.9f, 0);
        trial.add(0, 0, 0.7f, 0);
        trial.add(0, 0, 0.7f, 1);

        // When / Then
        assertThat(trial.thresholds(0.7)[0]).isEqualTo(0.9f);
    }

    @Property(tries = 200)
    void shouldReachTheWantedAgreementOnTheRowsItLearntFrom(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int rows,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double agreement) {
        // Given
        DraftTrial random = new DraftTrial(List.of("a", "b"));
        SplittableRandom source = new SplittableRandom(seed);
        int[] drafted = new int[rows];
        int[] verified = new int[rows];
        float[] confidence = new float[rows];
        for (int i = 0; i < rows; i++) {
            drafted[i] = source.nextInt(2);
            confidence[i] = source.nextInt(50) / 50f;
            verified[i] = source.nextDouble() < confidence[i] ? drafted[i] : 1 - drafted[i];
            random.add(0, drafted[i], confidence[i], verified[i]);
        }

        // When
        float[] thresholds = random.thresholds(agreement);

        // Then
        for (int c = 0; c < 2; c++) {
            int all = 0;
            int wrong = 0;
            for (int i = 0; i < rows; i++) {
                if (drafted[i] == c) {
                    all++;
                    wrong += confidence[i] >= thresholds[c] && verified[i] != c ? 1 : 0;
                }
            }
            assertThat((double) wrong).isLessThanOrEqualTo((1 - agreement) * all + 1e-6);
        }
    }

    @Test
    void shouldMeasureEachHalfWithTheThresholdsOfTheOther() {
        // Given: sure where right, but in the second block it is sure of a disagreement
        for (int i = 0; i < 100; i++) {
            trial.add(0, 0, 0.9f, i == 10 ? 1 : 0);
        }

        // When
        DraftTrial.Outcome outcome = trial.crossChecked(0.99);

        // Then: the other half saw no disagreement, so it trusts the draft there, while this half never does
        assertThat(outcome.agreement()).isEqualTo(0.99, within(1e-9));
        assertThat(outcome.share()).isEqualTo(0.5, within(1e-9));
        assertThat(outcome.evaluation().accuracy()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnAgreementThatIsNone() {
        assertThatThrownBy(() -> trial.thresholds(0)).hasMessageContaining("agreement is 0.0");
        assertThatThrownBy(() -> trial.thresholds(1)).hasMessageContaining("agreement is 1.0");
    }
}
