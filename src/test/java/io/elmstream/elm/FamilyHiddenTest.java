package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FamilyHiddenTest {

    @Property
    void shouldGiveEachUnitDistinctInputsInOrder(
            @ForAll @IntRange(min = 1, max = 40) int inputs,
            @ForAll @IntRange(min = 1, max = 100) int units,
            @ForAll long seed) {
        // Given
        UnitFamily family = new UnitFamily(List.of(2, 1, 5, 64), List.of(1f, 8f));

        // When
        HiddenUnits drawn = new FamilyHidden(inputs, units, Activation.TANH, family, seed).expand();

        // Then
        assertThat(drawn.count()).isEqualTo(units);
        for (int u = 0; u < units; u++) {
            float gain = family.gain(u);
            int width = Math.min(family.width(u), inputs);
            assertThat(drawn.first(u + 1) - drawn.first(u)).isBetween(width - 1, width);
            assertThat(Math.abs(drawn.bias(u))).isLessThanOrEqualTo(gain);
            for (int i = drawn.first(u); i < drawn.first(u + 1); i++) {
                assertThat(drawn.input(i)).isBetween(i == drawn.first(u) ? 0 : drawn.input(i - 1) + 1, inputs - 1);
                assertThat((double) Math.abs(drawn.weight(i)))
                        .isLessThanOrEqualTo(gain * Math.sqrt(3.0 / width) * 1.000001);
            }
        }
    }

    /** These figures are part of published models: should they change, the method needs a new name. */
    @Example
    void shouldNeverChangeWhatASeedGives() {
        // When
        HiddenUnits units = new FamilyHidden(
                        9, 5, Activation.TANH, new UnitFamily(List.of(1, 2), List.of(2f, 4f)), 20261126)
                .expand();

        // Then
        StringBuilder text = new StringBuilder();
        for (int u = 0; u < units.count(); u++) {
            text.append(Float.floatToRawIntBits(units.bias(u)));
            for (int i = units.first(u); i < units.first(u + 1); i++) {
                text.append(' ').append(units.input(i)).append(':').append(Float.floatToRawIntBits(units.weight(i)));
            }
            text.append('\n');
        }
        assertThat(text.toString()).isEqualTo("""
                -1083705576 6:1075567909
                -1087772372 0:-1078665253 4:-1073308663
                -1066987258 5:1076039720
                1067595396 0:-1070770293 2:1075363713
                -1088549628 5:1077826796
                """);
    }

    @Example
    void shouldHaveTheSpreadOfItsGain() {
        // Given
        UnitFamily family = new UnitFamily(List.of(1, 2, 3, 4), List.of(8f));

        // When
        HiddenUnits units = new FamilyHidden(20, 20_000, Activation.TANH, family, 1).expand();

        // Then: rows of variance 1 give sums of variance 64
        double squares = 0;
        for (int i = 0; i < units.first(units.count()); i++) {
            squares += (double) units.weight(i) * units.weight(i);
        }
        assertThat(squares / units.count()).isCloseTo(64, within(1.0));
    }

    @Example
    void shouldTakeGivenBiasesAndLeaveTheRest() {
        // Given
        FamilyHidden drawn = Layers.family(4, 3, Activation.SIGMOID);

        // When
        HiddenUnits units = drawn.withBiases(new float[] {1, 2, 3}).expand();

        // Then
        assertThat(units.biases()).containsExactly(1, 2, 3);
        assertThat(units.matrix()).isEqualTo(drawn.expand().matrix());
        assertThatThrownBy(() -> drawn.withBiases(new float[] {1, 2, Float.NaN}))
                .hasMessage("biases[2] is NaN, must be from -1000000.0 to 1000000.0");
        assertThatThrownBy(() -> drawn.withBiases(new float[2])).hasMessage("biases has length 2, must have 3");
    }

    @Example
    void shouldSayWhatAFamilyMustBe() {
        assertThatThrownBy(() -> new UnitFamily(List.of(), List.of(1f)))
                .hasMessage("widths is [], must be a list of 1 to 16 numbers");
        assertThatThrownBy(() -> new UnitFamily(List.of(65), List.of(1f)))
                .hasMessage("widths has 65, must be from 1 to 64");
        assertThatThrownBy(() -> new UnitFamily(List.of(1), List.of(Float.NaN)))
                .hasMessage("gains has NaN, must be above 0 and up to 1000.0");
    }
}
