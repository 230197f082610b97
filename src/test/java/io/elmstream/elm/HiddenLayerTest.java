package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HiddenLayerTest {

    @Test
    void shouldComputeADistanceWithRadialUnits() {
        // Given
        RadialHidden hidden = new RadialHidden(3, 0.5f, new float[] {1, 2, 3, -1, 0, 0.25f});
        double[] z = {0.5, -2, 1};
        double[] h = new double[2];

        // When
        hidden.expand().apply(z, h);

        // Then
        assertThat(h[0]).isCloseTo(Math.exp(-0.5 * (0.25 + 16 + 4) / 3), within(1e-7));
        assertThat(h[1]).isCloseTo(Math.exp(-0.5 * (2.25 + 4 + 0.5625) / 3), within(1e-7));
    }

    @Test
    void shouldPassInputsThroughDirectLinks() {
        // Given
        double[] h = new double[4];

        // When
        new DirectHidden(3).expand().apply(new double[] {0.5, -2, 7}, h);

        // Then
        assertThat(h).containsExactly(0.5, -2, 7, 1);
    }

    @Test
    void shouldPutTheUnitsOfPartsSideBySide() {
        // Given
        HiddenLayer first = Layers.family(5, 7, Activation.CLIP);
        HiddenLayer second = Layers.sparse(5, 9, Activation.RELU);
        MixedHidden mixed = new MixedHidden(List.of(first, second, new DirectHidden(5)));
        double[] z = {1, -1, 0.5, 2, -3};
        double[] h = new double[mixed.units()];
        double[] ofSecond = new double[9];

        // When
        mixed.expand().apply(z, h);
        second.expand().apply(z, ofSecond);

        // Then
        assertThat(mixed.units()).isEqualTo(22);
        assertThat(h).endsWith(1, -1, 0.5, 2, -3, 1).contains(ofSecond);
        assertThat(mixed.activations()).containsExactly(Activation.RELU, Activation.CLIP, Activation.LINEAR);
    }

    @Test
    void shouldLeaveOutWeightsOfZero() {
        // Given
        HiddenLayer hidden = new ExplicitHidden(2, Activation.TANH, new float[] {0, 3, 0, 0}, new float[] {1, 2});

        // When
        HiddenUnits units = hidden.expand();

        // Then
        assertThat(units.first(1)).isEqualTo(1);
        assertThat(units.first(2)).isEqualTo(1);
        assertThat(units.input(0)).isEqualTo(1);
        assertThat(units.matrix()).containsExactly(0, 3, 0, 0);
    }

    @Test
    void shouldSayWhichLinkIsWrong() {
        assertThatThrownBy(() -> sparse(new int[] {2}, new int[] {1, 1}, new float[] {1, 1}))
                .hasMessage("links[1] is 1, must be from 2 to 2");
        assertThatThrownBy(() -> sparse(new int[] {2}, new int[] {1, 3}, new float[] {1, 1}))
                .hasMessage("links[1] is 3, must be from 2 to 2");
        assertThatThrownBy(() -> sparse(new int[] {1}, new int[] {1, 2}, new float[] {1, 1}))
                .hasMessage("links has length 2, must have 1");
        assertThatThrownBy(() -> sparse(new int[] {3}, new int[] {1, 2}, new float[] {1, 1}))
                .hasMessage("widths[0] is 3, must be from 0 to 2");
        assertThatThrownBy(() -> sparse(new int[] {2}, new int[] {1, 2}, new float[] {1, 0}))
                .hasMessage("weights[1] is 0, which makes no link");
    }

    @Test
    void shouldMixOnlyLayersOfTheSameInputs() {
        assertThatThrownBy(() -> new MixedHidden(List.of(new DirectHidden(2), new DirectHidden(3))))
                .hasMessage("parts have 2 and 3 inputs, must have the same");
        assertThatThrownBy(() -> new MixedHidden(List.of(new DirectHidden(2))))
                .hasMessage("parts has length 1, must have from 2 to 16");
        assertThatThrownBy(() -> new MixedHidden(List.of(Layers.mixed(2), new DirectHidden(2))))
                .hasMessage("parts has a mixed layer, must have others only");
    }

    private static SparseHidden sparse(int[] widths, int[] links, float[] weights) {
        return new SparseHidden(3, Activation.TANH, widths, links, weights, new float[1]);
    }
}
