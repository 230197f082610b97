package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.SoftLabel;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Property(tries = 200)
    void shouldScoreClassesInTheOrderOfTheirProbabilities(
            @ForAll @Size(min = 2, max = 8) List<@IntRange(max = 1000) Integer> weights) {
        // Given
        float total = weights.stream().mapToInt(weight -> weight + 1).sum();
        float[] probabilities = new float[weights.size()];
        for (int c = 0; c < probabilities.length; c++) {
            probabilities[c] = (weights.get(c) + 1) / total;
        }

        // When
        Target target = Target.Taught.of(new SoftLabel(0, false, probabilities));

        // Then
        double sum = 0;
        for (int c = 0; c < probabilities.length; c++) {
            sum += target.score(c);
            assertThat(target.truth(c)).isEqualTo(probabilities[c]);
            for (int d = 0; d < probabilities.length; d++) {
                if (probabilities[c] > probabilities[d]) {
                    assertThat(target.score(c)).isGreaterThanOrEqualTo(target.score(d));
                }
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Property
    void shouldScoreACertainTeacherAsALabel(
            @ForAll @IntRange(min = 2, max = 30) int classes, @ForAll @IntRange(max = 29) int any) {
        // Given
        int label = any % classes;
        float[] probabilities = new float[classes];
        probabilities[label] = 1;

        // When
        Target taught = Target.Taught.of(new SoftLabel(label, false, probabilities));

        // Then
        for (int c = 0; c < classes; c++) {
            assertThat(taught.score(c)).isCloseTo(new Target.Own(label).score(c), within(1e-12));
        }
    }

    @Test
    void shouldTakeTheMeanOfALabelAndTheTeacher() {
        // Given
        float[] probabilities = {0.9f, 0.1f};
        Target alone = Target.Taught.of(new SoftLabel(0, false, probabilities));

        // When
        Target both = Target.Taught.of(new SoftLabel(1, true, probabilities));

        // Then
        assertThat(both.score(0)).isCloseTo(alone.score(0) / 2, within(1e-12));
        assertThat(both.score(1)).isCloseTo((alone.score(1) + 1) / 2, within(1e-12));
        assertThat(both.truth(1)).isEqualTo(1);
        assertThat(both.stratum()).isEqualTo(1);
        assertThat(alone.stratum()).isEqualTo(2);
    }
}
