package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingRangeTest {

    private static final TrainingRange RANGE = new TrainingRange(new float[] {0, -10, 5}, new float[] {2, 10, 5}, 1);

    @Test
    void shouldBeZeroWithinTheRange() {
        assertThat(RANGE.beyond(new float[] {99, 1, 10, 5}, 1)).isZero();
        assertThat(RANGE.beyond(new float[] {0, -10, 5}, 0)).isZero();
    }

    @Test
    void shouldBeOneHalfAWholeRangeBeyond() {
        assertThat(RANGE.beyond(new float[] {4, 0, 5}, 0)).isCloseTo(0.5f, within(1e-6f));
        assertThat(RANGE.beyond(new float[] {-2, 0, 5}, 0)).isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void shouldCountAConstantFeatureInItsOwnUnit() {
        assertThat(RANGE.beyond(new float[] {1, 0, 8}, 0)).isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void shouldTellACombinationThatNoTrainingRowHad() {
        // Given: both features at the end of their ranges, which no training row had at the same time
        TrainingRange range = new TrainingRange(new float[] {-1, -1}, new float[] {1, 1}, 0.5f);

        // When / Then
        assertThat(range.distance(new float[] {1, 1}, 0)).isEqualTo(1);
        assertThat(range.beyond(new float[] {1, 1}, 0)).isCloseTo(1 / 3f, within(1e-6f));
        assertThat(range.beyond(new float[] {0.5f, 0.5f}, 0)).isZero();
    }

    @Test
    void shouldCountMissingValuesAsUsual() {
        assertThat(RANGE.beyond(new float[] {Float.NaN, Float.NaN, Float.NaN}, 0))
                .isZero();
        assertThat(RANGE.distance(new float[] {Float.NaN, 10, 5}, 0)).isCloseTo(0.57735f, within(1e-5f));
    }

    @Test
    void shouldStayANumberForExtremeValues() {
        // Given
        TrainingRange widest =
                new TrainingRange(new float[] {-Float.MAX_VALUE}, new float[] {Float.MAX_VALUE}, Float.MIN_VALUE);
        TrainingRange narrowest = new TrainingRange(new float[] {0}, new float[] {Float.MIN_VALUE}, 1);

        // When / Then
        for (float value : new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, 0, 1e30f}) {
            assertThat(widest.beyond(new float[] {value}, 0)).isBetween(0f, 1f);
            assertThat(narrowest.beyond(new float[] {value}, 0)).isBetween(0f, 1f);
        }
        assertThat(narrowest.beyond(new float[] {Float.MAX_VALUE}, 0)).isEqualTo(1);
    }

    @Test
    void shouldHoldBothEndsOfARangeOfNeighbouringNumbers() {
        // Given: the middle of the two is no float
        float low = 1_700_000_000f;
        float high = Math.nextUp(low);
        TrainingRange range = new TrainingRange(new float[] {low}, new float[] {high}, 1);

        // When / Then
        assertThat(range.beyond(new float[] {low}, 0)).isZero();
        assertThat(range.beyond(new float[] {high}, 0)).isZero();
        assertThat(range.distance(new float[] {high}, 0)).isEqualTo(1);
        assertThat(range.beyond(new float[] {Math.nextUp(high)}, 0)).isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void shouldRefuseFiguresOutOfTheirRange() {
        assertThatThrownBy(() -> new TrainingRange(new float[] {1}, new float[] {0}, 0))
                .hasMessage("high[0] is 0.0, below low, 1.0");
        assertThatThrownBy(() -> new TrainingRange(new float[] {Float.NaN}, new float[] {0}, 0))
                .hasMessage("low[0] is NaN, must be a finite number");
        assertThatThrownBy(() -> new TrainingRange(new float[1], new float[1], Float.NaN))
                .hasMessage("farthest is NaN, must be from 0 to 1");
    }
}
