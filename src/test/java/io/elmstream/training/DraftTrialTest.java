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
    void shouldBeSureAboveTheLastDisagreementOfAClass() {
        // Given
        trial.add(0, 0, 0.9f, 0);
        trial.add(0, 0, 0.8f, 0);
        trial.add(1, 0, 0.7f, 1);
        trial.add(0, 0, 0.6f, 0);
        trial.add(1, 1, 0.5f, 1);

        // When
        float[] thresholds = trial.thresholds(1);

        // Then: a class that the draft never gives is never trusted
        assertThat(thresholds).containsExactly(0.8f, 0.5f, VerifiedDraft.NEVER_SURE);
    }

    @Test
    void shouldTolerateAsManyDisagreementsAsTheWantedShareLeaves() {
        // Given: one disagreement of ten is allowed, the second is not
        for (int i = 0; i < 10; i++) {
            trial.add(0, 0, 0.9f - 0.05f * i, i == 2 || i == 6 ? 1 : 0);
        }

        // When
        float[] thresholds = trial.thresholds(0.9);

        // Then
        assertThat(thresholds[0]).isEqualTo(0.9f - 0.05f * 5);
    }

    @Test
    void shouldTakeRowsOfTheSameConfidenceTogether() {
        // Given
        trial.add(0, 0, 0.9f, 0);
        trial.add(0, 0, 0.7f, 0);
        trial.add(0, 0, 0.7f, 1);

        // When / Then
        assertThat(trial.thresholds(1)[0]).isEqualTo(0.9f);
    }

    @Property(tries = 200)
    void shouldReachTheWantedAgreementOnTheRowsItLearntFrom(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int rows,
            @ForAll @DoubleRange(min = 0.5, max = 1) double agreement) {
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
        DraftTrial.Outcome outcome = trial.crossChecked(1);

        // Then: the other half saw no disagreement, so it trusts the draft there, while this half never does
        assertThat(outcome.agreement()).isEqualTo(0.99, within(1e-9));
        assertThat(outcome.share()).isEqualTo(0.5, within(1e-9));
        assertThat(outcome.evaluation().accuracy()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnAgreementThatIsNone() {
        assertThatThrownBy(() -> trial.thresholds(0)).hasMessageContaining("agreement is 0.0");
        assertThatThrownBy(() -> trial.thresholds(1.1)).hasMessageContaining("agreement is 1.1");
    }
}
