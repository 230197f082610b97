package io.elmstream.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrequentialTest {

    @Test
    void shouldCompareWithChanceAndWithTheLastLabel() {
        // Given
        Prequential tally = new Prequential(4, Adwin.DELTA);
        int[] labels = {0, 0, 0, 1, 1, 0, 0, 0, 1, 1};
        int[] predicted = {0, 0, 0, 1, 0, 0, 0, 0, 1, 1};

        // When
        int last = -1;
        for (int i = 0; i < labels.length; i++) {
            tally.add(i + 1, labels[i], predicted[i], last);
            last = labels[i];
        }

        // Then
        assertThat(tally.rows()).isEqualTo(10);
        assertThat(tally.accuracy()).isEqualTo(0.9);
        assertThat(tally.accuracyOfLastLabel()).isEqualTo(0.6);
        assertThat(tally.kappaTemporal()).isCloseTo(0.75, within(1e-12));
        double chance = 0.6 * 0.7 + 0.4 * 0.3;
        assertThat(tally.kappa()).isCloseTo((0.9 - chance) / (1 - chance), within(1e-12));
        assertThat(tally.macroRecall()).isCloseTo((1 + 0.75) / 2, within(1e-12));
        assertThat(tally.recentRows()).isEqualTo(4);
        assertThat(tally.recentAccuracy()).isEqualTo(1);
        assertThat(tally.recentAccuracyOfLastLabel()).isEqualTo(0.75);
    }

    @Test
    void shouldReportADriftByTheNumberOfItsRow() {
        // Given
        Prequential tally = new Prequential(100, Adwin.DELTA);

        // When
        for (int row = 1001; row <= 3000; row++) {
            tally.add(row, row % 2, row < 2000 ? row % 2 : 0, -1);
        }

        // Then
        assertThat(tally.drifts())
                .singleElement()
                .satisfies(row -> assertThat(row).isBetween(2000L, 2100L));
    }

    @Test
    void shouldHaveNoFiguresWithoutRows() {
        // Given
        Prequential tally = new Prequential(100, Adwin.DELTA);

        // Then
        assertThat(tally.accuracy()).isZero();
        assertThat(tally.kappa()).isZero();
        assertThat(tally.kappaTemporal()).isZero();
        assertThat(tally.macroRecall()).isZero();
        assertThat(tally.drifts()).isEmpty();
    }
}
