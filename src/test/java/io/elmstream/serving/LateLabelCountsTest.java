package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rollout.Comparison;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LateLabelCountsTest {

    @Test
    void shouldCountALabelAndNotItsReadingAgain() {
        // Given
        ComparisonCounts counts = new ComparisonCounts();
        counts.compared("a", "a", Optional.empty());
        counts.compared("a", "a", Optional.of("b"));

        // When
        counts.labelledLater("a", "b", "b");

        // Then
        assertThat(counts.sum()).isEqualTo(new Comparison(2, 2, Map.of(), 2, 0, 1, 0));
    }

    @Test
    void shouldCountALabelOfAVersionAndNotItsPredictionAgain() {
        // Given
        VersionCounts counts = new VersionCounts();
        counts.predicted(1, -2, false);

        // When
        counts.labelledLater(1, 1);
        counts.labelledLater(1, 0);

        // Then
        assertThat(counts.predictions()).isOne();
        assertThat(counts.labelled()).isEqualTo(2);
        assertThat(counts.correct()).isOne();
    }
}
