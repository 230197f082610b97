package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {

    private static final List<String> LABELS = List.of("normal", "leak");

    @Test
    void shouldGiveEachClassTheSameTotalWhenBalanced() {
        // When
        double[] weights = new ClassWeights.Balanced().of(LABELS, new long[] {90, 10});

        // Then
        assertThat(weights[0] * 90).isCloseTo(50, within(1e-12));
        assertThat(weights[1] * 10).isCloseTo(50, within(1e-12));
    }

    @Test
    void shouldKeepTheRatioOfGivenWeights() {
        // When
        double[] weights = new ClassWeights.Given(Map.of("leak", 4.0)).of(LABELS, new long[] {90, 10});

        // Then
        assertThat(weights[1] / weights[0]).isCloseTo(4, within(1e-12));
    }

    @Property
    void shouldAlwaysAverageToOneOverTheRows(
            @ForAll @IntRange(min = 1, max = 1_000_000) int normal,
            @ForAll @IntRange(max = 1_000_000) int leak,
            @ForAll @DoubleRange(min = 0.01, max = 1) double power) {
        ClassWeights given = new ClassWeights.Given(Map.of("leak", power));
        for (ClassWeights policy : List.of(new ClassWeights.None(), new ClassWeights.Balanced(power), given)) {
            // When
            double[] weights = policy.of(LABELS, new long[] {normal, leak});

            // Then
            double mean = (weights[0] * normal + weights[1] * leak) / (normal + leak);
            assertThat(mean).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void shouldRefuseWeightsThatMakeNoSense() {
        assertThatThrownBy(() -> new ClassWeights.Balanced(0)).hasMessageContaining("power is 0.0");
        assertThatThrownBy(() -> new ClassWeights.Given(Map.of("leak", -1.0)))
                .hasMessageContaining("class leak is -1.0");
        assertThatThrownBy(() -> new ClassWeights.Given(Map.of("leek", 2.0)).of(LABELS, new long[] {1, 1}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("\"leek\"");
    }
}
