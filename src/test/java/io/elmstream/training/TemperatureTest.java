package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.SoftLabel;
import io.elmstream.elm.Softmax;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TemperatureTest {

    @Test
    void shouldMakeConfidenceMeetAccuracy() {
        // Given: three of four rows are right, all with outputs 1 and -1
        double[][] outputs = {{1, -1}, {1, -1}, {1, -1}, {1, -1}};
        Target[] targets = targets(0, 0, 0, 1);
        double[] shares = {1, 1, 1, 1};

        // When
        double temperature = Temperature.fit(outputs, targets, shares);

        // Then
        assertThat(Softmax.of(outputs[0], temperature)[0]).isCloseTo(0.75, within(1e-6));
    }

    @Property(tries = 100)
    void shouldGrowWithTheOutputs(@ForAll @DoubleRange(min = 0.1, max = 10) double factor) {
        // Given
        double[][] outputs = {{1, -1}, {1, -0.5}, {0.2, 0.3}, {1, -1}};
        double[][] larger = Arrays.stream(outputs)
                .map(row -> Arrays.stream(row).map(o -> o * factor).toArray())
                .toArray(double[][]::new);
        Target[] targets = targets(0, 0, 1, 1);
        double[] shares = {1, 2, 1, 0.5};

        // When
        double temperature = Temperature.fit(outputs, targets, shares);

        // Then
        assertThat(Temperature.fit(larger, targets, shares)).isCloseTo(temperature * factor, within(1e-5 * factor));
    }

    @Test
    void shouldStayInItsRangeWhenAllRowsAreRight() {
        assertThat(Temperature.fit(new double[][] {{1, -1}}, targets(0), new double[] {1}))
                .isBetween(1e-3, 2e-2);
    }

    @Test
    void shouldGiveTheProbabilitiesOfATeacher() {
        // Given
        Target[] targets = {Target.Taught.of(new SoftLabel(0, false, new float[] {0.75f, 0.25f}))};

        // When
        double temperature = Temperature.fit(new double[][] {{1, -1}}, targets, new double[] {1});

        // Then
        assertThat(Softmax.of(new double[] {1, -1}, temperature)[0]).isCloseTo(0.75, within(1e-6));
    }

    private static Target[] targets(int... labels) {
        return Arrays.stream(labels).mapToObj(Target.Own::new).toArray(Target[]::new);
    }
}
